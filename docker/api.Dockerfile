# syntax=docker/dockerfile:1
# The API. Built from the repository's root: docker build -f docker/api.Dockerfile .

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY backend/package.json backend/
RUN npm ci --ignore-scripts --workspace backend --include-workspace-root
COPY nest-cli.json tsconfig.base.json ./
COPY backend/tsconfig.json backend/tsconfig.build.json backend/
COPY backend/src backend/src
RUN node node_modules/@nestjs/cli/bin/nest.js build
# Belongs to the user of the image below, who may write nowhere else.
RUN mkdir -m 700 data

# What the API needs to run, and nothing that only builds or tests it.
FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY backend/package.json backend/
RUN npm ci --ignore-scripts --omit=dev --workspace backend
# An optional companion of @nestjs/swagger that works at build time only.
RUN rm -r node_modules/typescript

FROM node:24-bookworm-slim
ENV NODE_ENV=production API_PORT=4000 DATA_DIR=/app/data
WORKDIR /app
COPY --from=modules /app ./
COPY --from=build /app/backend/dist backend/dist
COPY --from=build --chown=node:node /app/data data
USER node
VOLUME /app/data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.API_PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# No shell in between: the signal to stop reaches Node.
CMD ["node", "backend/dist/main.js"]
