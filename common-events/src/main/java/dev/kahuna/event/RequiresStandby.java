package dev.kahuna.event;

/** A type of fact that a migration without a standby never has. */
public interface RequiresStandby {}
