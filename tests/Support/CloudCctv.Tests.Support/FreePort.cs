using System.Net;
using System.Net.Sockets;

namespace CloudCctv.Tests.Support;

/// <summary>
/// Ports on 127.0.0.1 that nobody listens on. They are not held: a server that can choose its own port (0) should.
/// </summary>
public static class FreePort
{
    public static int Next() => Next(1)[0];

    /// <summary>Several that differ from each other.</summary>
    public static int[] Next(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
