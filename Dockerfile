# The built distribution on a JRE image: build it first (./reelspace --version), then
#   docker build -t reelspace .
#   docker run -p 7979:7979 -e REELSPACE_TOKEN=... -v reelspace:/home/reelspace -v /videos:/videos:ro reelspace
FROM eclipse-temurin:25-jre
RUN useradd --create-home --home-dir /home/reelspace reelspace
COPY cli/target/reelspace-cli.jar /opt/reelspace/reelspace-cli.jar
COPY cli/target/reelspace/lib /opt/reelspace/lib
USER reelspace
ENV REELSPACE_HOME=/home/reelspace LC_ALL=C.UTF-8
VOLUME /home/reelspace
EXPOSE 7979
HEALTHCHECK --start-period=30s CMD curl -fsS -H "Authorization: Bearer $REELSPACE_TOKEN" http://127.0.0.1:7979/health || exit 1
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector", \
  "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=60", \
  "-cp", "/opt/reelspace/reelspace-cli.jar:/opt/reelspace/lib/*", "io.reelspace.cli.Main"]
CMD ["serve", "--host", "0.0.0.0"]
