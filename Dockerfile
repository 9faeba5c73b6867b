# syntax=docker/dockerfile:1
# One recipe for every service:  docker build --build-arg MODULE=replica-service .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /kahuna
COPY . .
ARG MODULE
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B package -pl "${MODULE}" -am -DskipTests \
 && java -Djarmode=tools -jar "${MODULE}"/target/"${MODULE}"-*-exec.jar extract --destination /service \
 && mv /service/"${MODULE}"-*.jar /service/service.jar

FROM eclipse-temurin:25-jre
# The authorities that issue Aurora's certificates; AWS publishes them here and nowhere else.
ADD --chmod=444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/kahuna/rds-authorities.pem
RUN useradd --system --uid 10001 --no-create-home kahuna
WORKDIR /service
# Libraries change seldom, so they are a layer of their own.
COPY --from=build /service/lib lib
COPY --from=build /service/service.jar service.jar
USER kahuna
ENV KAHUNA_TARGET_AUTHORITIES=/etc/kahuna/rds-authorities.pem \
    PORT=8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /actuator/health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"UP\"' <&3"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "service.jar"]
