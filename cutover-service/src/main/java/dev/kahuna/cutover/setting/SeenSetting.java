package dev.kahuna.cutover.setting;

import dev.kahuna.appsetting.AppSetting;
import dev.kahuna.appsetting.SettingLevel;

/**
 * A setting as a fresh session of the app has it.
 *
 * @param chosen whether anybody gave it a value; otherwise it has the default of its version
 * @param shapesResults whether it may change what the app's statements do
 */
record SeenSetting(AppSetting setting, boolean chosen, boolean shapesResults) {
  SettingLevel level() {
    return setting.level();
  }

  String value() {
    return setting.value();
  }

  SeenSetting onDatabase() {
    var onDatabase = new AppSetting(setting.name(), setting.value(), SettingLevel.DATABASE);
    return new SeenSetting(onDatabase, chosen, shapesResults);
  }

  SeenSetting shown() {
    return setting.isCustom()
        ? new SeenSetting(
            new AppSetting(setting.name(), "(not shown)", level()), chosen, shapesResults)
        : this;
  }

  boolean isOfApp() {
    return setting.level() != SettingLevel.SERVER;
  }
}
