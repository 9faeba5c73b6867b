# syntax=docker/dockerfile:1
# One recipe for the four services:  docker build --build-arg SERVICE=replica-service .
# The stage "build" does not depend on SERVICE: Maven runs once, and the other three images take it from the cache.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /kahuna
COPY . .
ENV MAVEN_USER_HOME=/maven
RUN --mount=type=cache,target=/maven,sharing=locked \
    ./mvnw -q -B package -DskipTests -Dmaven.repo.local=/maven/repository \
      -pl provisioner-service,replica-service,replication-monitor,cutover-service -am
# A service's own classes become service.jar, its libraries lie beside it in lib.
RUN set -eu; \
    for service in provisioner-service replica-service replication-monitor cutover-service; do \
      java -Djarmode=tools -jar "$service"/target/"$service"-*-exec.jar extract --destination "/services/$service"; \
      mv "/services/$service/$service"-*.jar "/services/$service/service.jar"; \
    done

FROM eclipse-temurin:25-jre
# The authorities that issue Aurora's certificates; AWS publishes them here and nowhere else.
ADD --chmod=444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/kahuna/rds-authorities.pem
RUN useradd --system --uid 10001 --no-create-home kahuna
WORKDIR /service
ARG SERVICE
# Libraries change seldom, so they are a layer of their own.
COPY --from=build /services/${SERVICE:?}/lib lib
COPY --from=build /services/${SERVICE:?}/service.jar service.jar
USER kahuna
ENV KAHUNA_TARGET_AUTHORITIES=/etc/kahuna/rds-authorities.pem \
    PORT=8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200'* ]]"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "service.jar"]
