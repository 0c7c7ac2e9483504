using System.Diagnostics;
using System.Net.Sockets;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>An H.264 camera: GStreamer's RTSP server plays a recording to whoever connects, at its own speed.</summary>
internal sealed class RtspCamera : IDisposable
{
    private const string Script = """
        import sys, gi
        gi.require_version('Gst', '1.0')
        gi.require_version('GstRtspServer', '1.0')
        from gi.repository import Gst, GstRtspServer, GLib
        Gst.init(None)
        server = GstRtspServer.RTSPServer()
        server.set_address('127.0.0.1')
        server.set_service(sys.argv[1])
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch('( filesrc location=%s ! qtdemux ! h264parse config-interval=1 ! rtph264pay name=pay0 )' % sys.argv[2])
        server.get_mount_points().add_factory('/camera', factory)
        server.attach(None)
        GLib.MainLoop().run()
        """;

    private readonly Process process;

    private RtspCamera(Process process, int port) => (this.process, Url) = (process, $"rtsp://127.0.0.1:{port}/camera");

    public string Url { get; }

    /// <param name="clip">H.264 in MP4.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null if GStreamer's RTSP server is not installed.</returns>
    public static async Task<RtspCamera?> StartAsync(string clip, CancellationToken cancellationToken)
    {
        var port = FreePort.Next();
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script, $"{port}", clip]))!;
        while (!process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, cancellationToken);
                return new RtspCamera(process, port);
            }
            catch (SocketException)
            {
                await Task.Delay(50, cancellationToken);
            }
        }

        process.Dispose();
        return null;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
