# One image for web servers (`winnow web`, the default), workers (`winnow worker`) and `winnow migrate`, against an
# external PostgreSQL. Build: docker build -t winnow . — run: deploy/compose.yaml, deploy/helm.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-update-notifier

FROM packages AS build
COPY . .
RUN node server/setup.mjs --build \
    # read at each start, where the compiler that reads TypeScript is not there
    && node_modules/.bin/esbuild next.config.ts --outfile=next.config.mjs \
    && rm -r next.config.ts .next/cache node_modules

FROM packages AS needed-packages
COPY deploy/prune-packages.mjs deploy/
RUN node deploy/prune-packages.mjs

FROM ${NODE_IMAGE}
# tini hands on signals and reaps what killed children leave behind, under engines without an init of their own.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 1000 -g 1000 -m 0700 /var/lib/winnow \
    && ln -s /app/server/cli/winnow.mjs /usr/local/bin/winnow
WORKDIR /app
COPY --from=needed-packages /app/node_modules node_modules
COPY --from=build /app ./
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    WINNOW_DATA=/var/lib/winnow \
    WINNOW_HOST=0.0.0.0 \
    WINNOW_LOG=console
# By number, so that an orchestrator can tell that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "/app/deploy/healthy.mjs"]
ENTRYPOINT ["tini", "--", "winnow"]
CMD ["web"]
