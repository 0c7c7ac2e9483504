using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>Opens the connection to a broker, encrypted if that is wished.</summary>
internal static class MqttDial
{
    /// <exception cref="MqttBrokerException">A password would cross a public network in the clear, or the authority's file is unreadable.</exception>
    public static async Task<Stream> OpenAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(await AddressesAsync(options, cancellationToken), options.Port, cancellationToken);
            var plain = new NetworkStream(socket, ownsSocket: true);
            return options.Tls ? await SecureAsync(plain, options, cancellationToken) : plain;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The rule is applied to what the name resolves to now, so that no name can change its mind in between.
    private static async Task<IPAddress[]> AddressesAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(options.Host, out var address) ? [address] : await Dns.GetHostAddressesAsync(options.Host, cancellationToken);
        var usable = options.Tls || options.User is null ? found : [.. found.Where(one => !PublicAddresses.Has(one))];
        return usable.Length > 0
            ? usable
            : throw new MqttBrokerException("the broker's address is a public one, to which no password goes in the clear: set Tls");
    }

    private static async Task<Stream> SecureAsync(Stream plain, MqttOptions options, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = options.Host, CertificateChainPolicy = options.CaFile is { } file ? PolicyOf(file) : null },
                cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private static X509ChainPolicy PolicyOf(string caFile)
    {
        // An authority of one's own publishes no lists of revoked certificates.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(caFile);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MqttBrokerException("the file of the broker's authority (CaFile) cannot be read as PEM");
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new MqttBrokerException("there is no certificate in the file of the broker's authority (CaFile)");
    }
}
