using System.Diagnostics;
using System.Net.Sockets;
using CloudCctv.Tests.Support;

namespace CloudCctv.Uploader.Tests.Capture;

/// <summary>An H.264 camera: GStreamer's RTSP server, from Debian, with a test picture of 320 × 240 and a password.</summary>
internal sealed class RtspServer : IDisposable
{
    private const string Script = """
        import sys, gi
        gi.require_version('Gst', '1.0')
        gi.require_version('GstRtsp', '1.0')
        gi.require_version('GstRtspServer', '1.0')
        from gi.repository import Gst, GstRtsp, GstRtspServer, GLib
        Gst.init(None)
        server = GstRtspServer.RTSPServer()
        server.set_address('127.0.0.1')
        server.set_service(sys.argv[1])
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch('( videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=10/1 '
            '! x264enc tune=zerolatency key-int-max=10 ! rtph264pay name=pay0 )')
        factory.set_shared(True)
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP if sys.argv[2] == 'udp' else GstRtsp.RTSPLowerTrans.TCP)
        auth = GstRtspServer.RTSPAuth()
        token = GstRtspServer.RTSPToken()
        token.set_string('media.factory.role', 'viewer')
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic('viewer', "it's s3cret"), token)
        server.set_auth(auth)
        factory.add_role_from_structure(Gst.Structure.from_string('viewer,media.factory.access=true,media.factory.construct=true')[0])
        server.get_mount_points().add_factory('/camera', factory)
        server.attach(None)
        GLib.MainLoop().run()
        """;

    private readonly Process process;

    private RtspServer(Process process, int port) => (this.process, Url) = (process, $"rtsp://viewer:it's%20s3cret@127.0.0.1:{port}/camera");

    public string Url { get; }

    public int ProcessId => process.Id;

    /// <param name="transport">The only one it takes: <c>tcp</c> or <c>udp</c>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <summary>Skips the running test if GStreamer's RTSP server or its encoder is not installed.</summary>
    public static async Task<RtspServer> StartAsync(string transport, CancellationToken cancellationToken)
    {
        // Debian's own Python, which has the bindings; another one may come first in the path.
        Assert.SkipUnless(
            File.Exists("/usr/bin/python3") && Directory.EnumerateFiles("/usr/lib", "GstRtspServer-1.0.typelib", SearchOption.AllDirectories).Any(),
            "No RTSP server here: apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-ugly");
        var port = FreePort.Next();
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script, $"{port}", transport]))!;
        var server = new RtspServer(process, port);
        while (!await ListensAsync(port, cancellationToken))
        {
            Assert.False(process.HasExited, "The RTSP server ended while starting.");
            await Task.Delay(50, cancellationToken);
        }

        return server;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
