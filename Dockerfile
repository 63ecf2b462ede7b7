FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY .swcrc ./
COPY scripts scripts
COPY migrations migrations
COPY src src
COPY clients/typescript/src clients/typescript/src
COPY web web
RUN npm run build

FROM node:24-slim
# Node looks names up in half of these threads: with 4, two receivers whose resolvers hang would keep all others waiting.
ENV NODE_ENV=production \
    UV_THREADPOOL_SIZE=16 \
    HOST=0.0.0.0 \
    DATA_DIR=/var/lib/recordengine
WORKDIR /app
COPY package.json package-lock.json ./
# What draws pages and recognises text comes with the packages, built for glibc; only the data of LSTM recognition is used.
RUN npm ci --omit=dev && npm cache clean --force && rm -rf node_modules/@tesseract.js-data/*/4.0.0
COPY --from=build /app/dist dist
RUN install -d -o node -g node -m 0700 "$DATA_DIR"
USER node
VOLUME ["/var/lib/recordengine"]
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node 24 lets short-lived buffers pile up in twice the space of Node 20; with its size uploads keep memory as flat.
CMD ["node", "--single-threaded-gc", "--min-semi-space-size=32", "--max-semi-space-size=32", "dist/src/main.js"]
