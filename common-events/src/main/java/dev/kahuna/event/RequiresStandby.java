package dev.kahuna.event;

/** A fact that only a migration with a standby can have. */
public interface RequiresStandby {}
