package dev.kahuna.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives a test a {@link FaultyMigration}: a tenant of its own in the cloud whose build folder its
 * class locks, {@link FaultyMigration#CLOUD} if none; or the {@link SharedCloud}, in which it opens
 * a tenant of another kind. A cloud takes half a minute to start, so it stays until the last test
 * has ended, unless a test has {@link OwnCloud}, fails, or leaves something behind.
 */
final class CloudExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace OF_ALL_TESTS = Namespace.create(CloudExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    var type = parameter.getParameter().getType();
    return type == FaultyMigration.class || type == SharedCloud.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var clouds = clouds(test);
    if (hasOwnCloud(test)) {
      clouds.end();
    }
    return parameter.getParameter().getType() == SharedCloud.class ? clouds : clouds.migration();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    var clouds = clouds(test);
    if (!clouds.release() || hasOwnCloud(test) || test.getExecutionException().isPresent()) {
      clouds.end();
    }
  }

  private static boolean hasOwnCloud(ExtensionContext test) {
    return AnnotationSupport.isAnnotated(test.getRequiredTestMethod(), OwnCloud.class)
        || AnnotationSupport.isAnnotated(test.getRequiredTestClass(), OwnCloud.class);
  }

  private static SharedCloud clouds(ExtensionContext test) {
    var build =
        AnnotationSupport.findAnnotation(test.getRequiredTestClass(), ResourceLock.class)
            .map(ResourceLock::value)
            .orElse(FaultyMigration.CLOUD);
    return test.getRoot()
        .getStore(OF_ALL_TESTS)
        .computeIfAbsent(build, folder -> new SharedCloud(Path.of(build)), SharedCloud.class);
  }
}
