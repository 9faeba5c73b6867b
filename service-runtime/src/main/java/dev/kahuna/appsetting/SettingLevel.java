package dev.kahuna.appsetting;

/** Where a setting stands. A later level wins over those before it. */
public enum SettingLevel {
  SERVER,
  DATABASE,
  ROLE,
  ROLE_IN_DATABASE
}
