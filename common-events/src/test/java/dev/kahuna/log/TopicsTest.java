package dev.kahuna.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void missingTopicsAreCreatedAndExistingOnesChecked() throws Exception {
    try (var broker = new TestBroker();
        var admin = Admin.create(broker.connection())) {
      Topics.ensure(admin);
      Topics.ensure(admin);

      var found =
          admin
              .describeTopics(List.of(Topics.EVENTS, Topics.TELEMETRY, Topics.DEAD_LETTERS))
              .allTopicNames()
              .get(10, TimeUnit.SECONDS);
      assertThat(found.get(Topics.EVENTS).partitions()).hasSize(12);
      var events = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
      var config = admin.describeConfigs(List.of(events)).all().get(10, TimeUnit.SECONDS);
      assertThat(config.get(events).get("retention.ms").value()).isEqualTo("-1");
    }
  }

  @Test
  void aTopicThatWouldLoseFactsIsRefusedWithASentence() throws Exception {
    try (var broker = new TestBroker();
        var admin = Admin.create(broker.connection())) {
      var wrong =
          new NewTopic(Topics.EVENTS, Optional.of(3), Optional.empty())
              .configs(Map.of("retention.ms", "1000"));
      admin.createTopics(List.of(wrong)).all().get(10, TimeUnit.SECONDS);

      assertThatThrownBy(() -> Topics.ensure(admin))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("migration.events has 3 partitions and must have 12");
    }
  }
}
