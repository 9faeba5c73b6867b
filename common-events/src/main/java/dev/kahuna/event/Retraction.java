package dev.kahuna.event;

import java.util.List;

/** A fact that retracts attempts. It can be recorded again for a later attempt. */
public interface Retraction {
  /** The attempts retracted: these and every earlier one of the same series. */
  List<Attempt> retracts();
}
