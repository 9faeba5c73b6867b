package dev.kahuna.event;

import java.util.List;

/** A fact that takes back tries; it can be said again of a later try. */
public interface Retraction {
  /** The tries taken back: these and every earlier one of the same course. */
  List<Attempt> retracts();
}
