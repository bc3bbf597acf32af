# syntax=docker/dockerfile:1
# The web app. Built from the repository's root: docker build -f docker/web.Dockerfile .

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
COPY frontend/package.json frontend/
RUN npm ci --ignore-scripts --workspace client --workspace frontend --include-workspace-root
COPY tsconfig.base.json ./
COPY client/tsconfig.json client/tsconfig.build.json client/
COPY client/src client/src
RUN node node_modules/typescript/bin/tsc --project client/tsconfig.build.json
COPY frontend/next.config.ts frontend/tsconfig.json frontend/postcss.config.mjs frontend/
COPY frontend/src frontend/src
WORKDIR /app/frontend
# The traced server: only the files that are reached, without node_modules as a whole.
ENV LATCHKEY_STANDALONE=true NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production
RUN node ../node_modules/next/dist/bin/next build

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/frontend/.next/standalone ./
COPY --from=build /app/frontend/.next/static frontend/.next/static
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "frontend/server.js"]
