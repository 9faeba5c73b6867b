package dev.kahuna.sandbox.cloud;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What differs between the tenants of a cloud.
 *
 * @param sourceVersion major version of its Heroku Postgres
 * @param targetVersion major version of its Aurora, 17 or 18
 * @param sql what its database holds at first
 * @param standby whether a standby follows its replica, or the subscription copies its rows
 */
public record TenantOptions(
    int sourceVersion, int targetVersion, Optional<Path> sql, boolean standby) {

  /** The Aurora version of that major which the stand-in for RDS offers. */
  String engineVersion() {
    return targetVersion == 17 ? "17.7" : "18.2";
  }
}
