package dev.kahuna.postgres;

import java.net.Socket;

/**
 * What the driver's connection runs over.
 *
 * @param plain the TCP connection
 * @param secure TLS over it, where the protocol's messages are
 */
record DriverSockets(Socket plain, Socket secure) {}
