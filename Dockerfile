# Pierhead in an image that holds nothing else. First: cargo xtask dist
FROM scratch
COPY target/dist/pierhead /pierhead
COPY --chown=65532:65532 target/dist/data /data
USER 65532:65532
ENV PIERHEAD_DATA=/data
VOLUME /data
EXPOSE 8443
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/pierhead", "doctor", "--server"]
ENTRYPOINT ["/pierhead"]
CMD ["serve"]
