package dev.kahuna.autoconfigure;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.lease.SessionTiming;
import dev.kahuna.secret.Secrets;
import dev.kahuna.settings.KahunaSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** How a service reaches secrets, Heroku and the databases. Nothing is called when it is made. */
@AutoConfiguration(after = KahunaAutoConfiguration.class)
public class ClientsAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  Secrets secrets() {
    return Secrets.ofEnvironment();
  }

  @Bean
  @ConditionalOnMissingBean
  HerokuPlatform herokuPlatform(KahunaSettings settings, SessionTiming timing) {
    return new HerokuPlatform(settings.heroku().url(), timing.callTimeout());
  }

  @Bean
  @ConditionalOnMissingBean
  MigrationDatabases migrationDatabases(Secrets secrets, KahunaSettings settings) {
    return new MigrationDatabases(secrets, settings.authorities());
  }
}
