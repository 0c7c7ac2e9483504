using System.Net;
using System.Net.Sockets;

namespace CloudCctv.Analysis.Alerts.Http;

/// <summary>
/// Keeps addresses that were set through the web away from what only this machine can reach: its own services, its network,
/// the cloud's metadata. The rule is applied to what a name resolves to, at the moment of the connection, so that no name can
/// change its mind in between.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Closed4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Open6 = IPNetwork.Parse("2000::/3");

    // Teredo and 6to4 carry an IPv4 address that nobody would look at; the others are documentation.
    private static readonly IPNetwork[] Closed6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <returns>True if the address belongs to the internet and to nobody's network (IANA's special-purpose registries).</returns>
    public static bool Has(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => Has(address.MapToIPv4()),
        { AddressFamily: AddressFamily.InterNetwork } => !Closed4.Any(network => network.Contains(address)),
        _ => Open6.Contains(address) && !Closed6.Any(network => network.Contains(address)),
    };

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var open = found.Where(Has).ToArray();
        if (open.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The address is not a public one.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
