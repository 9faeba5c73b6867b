package dev.kahuna.postgres;

import java.net.Socket;

/**
 * The sockets under a driver's connection.
 *
 * @param plain the TCP connection
 * @param secure TLS over it, where the protocol's messages are
 */
record DriverSockets(Socket plain, Socket secure) {}
