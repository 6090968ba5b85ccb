# Practice Line as an image: slim, an ordinary user, a read-only root, the content already fitted.
#
#   docker build -t practice-line .
#   docker run --read-only --tmpfs /tmp -v practice-line:/data -p 127.0.0.1:8080:8080 practice-line
#
# /data is the one place that is written: the database with its key, and the cache. Settings: mount a config.yaml at /app/config.yaml,
# own content at /app/content/local. Secrets: see docs/operations.md.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN python -m venv /opt/venv
COPY requirements/runtime.txt requirements/runtime.txt
RUN /opt/venv/bin/python -m pip install --quiet --require-hashes -r requirements/runtime.txt \
    && /opt/venv/bin/python -m pip uninstall --quiet --yes pip
COPY bot bot
COPY intents intents
COPY content content
COPY config.yaml config.yaml
# The program is put on the path as `make install` does it; the compiled files save the read-only image a second at each start.
RUN echo /app > "$(/opt/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/practice-line.pth" \
    && printf '#!/bin/sh\nexec /opt/venv/bin/python -P -m bot "$@"\n' > /opt/venv/bin/practiceline \
    && chmod 755 /opt/venv/bin/practiceline \
    && /opt/venv/bin/python -m compileall -q bot intents /opt/venv/lib
# Read, checked and fitted once here, so that a container answers fully from its first second. A fault in the content ends the build.
RUN PRACTICELINE_CACHE_DIR=/app/cache /opt/venv/bin/practiceline check \
    && chmod -R a+rX /app /opt/venv

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="Practice Line" \
      org.opencontainers.image.description="A chat bot with curated guidance for people who work with children and families" \
      org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-4.0"
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin practiceline \
    && mkdir /data && chown practiceline:practiceline /data && chmod 700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PRACTICELINE_CONFIG=/app/config.yaml \
    PRACTICELINE_DATABASE_URL=sqlite:////data/practiceline.sqlite \
    PRACTICELINE_CACHE_DIR=/data/cache \
    PRACTICELINE_WEB_HOST=0.0.0.0 \
    PRACTICELINE_WEB_PORT=8080
WORKDIR /app
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r, os; r.urlopen('http://127.0.0.1:' + os.environ['PRACTICELINE_WEB_PORT'] + '/healthz', timeout=4)"]
# What was fitted at the build is laid into the writable cache; what is there already stays. Then the shell is gone: the bot is process 1.
ENTRYPOINT ["/bin/sh", "-c", "mkdir -p \"$PRACTICELINE_CACHE_DIR\" && cp -Rnp /app/cache/. \"$PRACTICELINE_CACHE_DIR\"/ 2>/dev/null; exec practiceline \"$@\"", "practiceline"]
CMD ["run"]
