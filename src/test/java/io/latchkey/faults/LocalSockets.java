package io.latchkey.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.SocketFactory;

/** Lets the driver reach a PostgreSQL of this machine by its Unix socket, which costs less than TCP for each short word. */
public final class LocalSockets extends SocketFactory {

    /** Made by the driver, by name. */
    public LocalSockets() {}

    /** What to add to the address of a database for this; nothing where its server has no such socket. */
    public static String option(String url) {
        return Files.exists(socket(URI.create(url.substring("jdbc:".length())).getPort()))
                ? "&socketFactory=" + LocalSockets.class.getName()
                : "";
    }

    private static Path socket(int port) {
        return Path.of("/tmp/.s.PGSQL." + port);
    }

    @Override
    public Socket createSocket() throws IOException {
        return new Local(SocketChannel.open(StandardProtocolFamily.UNIX));
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException();
    }

    private static final class Local extends Socket {

        private final SocketChannel channel;

        Local(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            int port = ((InetSocketAddress) address).getPort();
            channel.connect(UnixDomainSocketAddress.of(socket(port)));
        }

        @Override
        public InputStream getInputStream() {
            return Channels.newInputStream(channel);
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int many) throws IOException {
                    ByteBuffer left = ByteBuffer.wrap(bytes, from, many);
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                }
            };
        }

        @Override
        public boolean isConnected() {
            return channel.isConnected();
        }

        @Override
        public boolean isClosed() {
            return !channel.isOpen();
        }

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public void setSoTimeout(int timeout) {}

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public int getSendBufferSize() {
            return 65_536;
        }

        @Override
        public int getReceiveBufferSize() {
            return 65_536;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
