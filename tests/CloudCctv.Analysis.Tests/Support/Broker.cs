using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CloudCctv.Analysis.Alerts.Mqtt;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>Debian's Mosquitto as a process of its own on 127.0.0.1, with a password; a test is skipped where it is missing.</summary>
internal sealed class Broker : IDisposable
{
    public const string User = "cctv", Password = "s3cr3t-of-the-broker";

    // Not on every user's path.
    private const string DebiansMosquitto = "/usr/sbin/mosquitto";

    private readonly TempFolder folder = new();
    private readonly bool tls;
    private Process? process;

    private Broker(bool tls) => (this.tls, Port) = (tls, FreePort.Next());

    public int Port { get; }

    /// <summary>Of the authority that signed the broker's certificate, if it has one.</summary>
    public string CaFile => folder.File("ca.pem");

    public MqttOptions Options => new()
    {
        Host = "localhost", Port = Port, User = User, Password = Password, Tls = tls, CaFile = tls ? CaFile : null, AllowPasswordInClear = !tls,
    };

    public static async Task<Broker> StartAsync(bool tls = false)
    {
        Assert.SkipUnless(File.Exists(DebiansMosquitto), "Mosquitto is not installed: run ./cctv setup --tests");
        var broker = new Broker(tls);
        try
        {
            await broker.ConfigureAsync();
            await broker.StartAgainAsync();
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public void Kill()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public async Task StartAgainAsync()
    {
        process = Start(DebiansMosquitto, "-c", folder.File("mosquitto.conf"));
        for (var attempt = 0; ; attempt++)
        {
            Assert.True(!process.HasExited && attempt < 600, "Mosquitto does not start.");
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Mosquitto's own subscriber, which has subscribed when this returns.</summary>
    public async Task<Subscriber> SubscribeAsync(string topic)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mosquitto_sub"), "mosquitto_sub is not installed: run ./cctv setup --tests");

        // Into a pipe it would tell that it has subscribed when its buffer is full.
        string[] security = tls ? ["--cafile", CaFile] : [];
        var subscriber = new Subscriber(Start(
            "stdbuf",
            ["-oL", "mosquitto_sub", "-h", "localhost", "-p", Port.ToString(CultureInfo.InvariantCulture), "-u", User, "-P", Password, "-q", "1", "-t", topic, "-d", "-F", "MSG %r %q %t %x", .. security]));
        await subscriber.SubscribedAsync();
        return subscriber;
    }

    public void Dispose()
    {
        Kill();
        folder.Dispose();
    }

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = program == DebiansMosquitto })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed: run ./cctv setup --tests");
            throw;
        }
    }

    private async Task ConfigureAsync()
    {
        List<string> lines =
        [
            $"listener {Port} 127.0.0.1", "allow_anonymous false", $"password_file {folder.File("passwords")}", "log_dest none", "user root",
        ];
        if (tls)
        {
            WriteCertificates();
            lines.AddRange([$"certfile {folder.File("broker.pem")}", $"keyfile {folder.File("broker.key")}"]);
        }

        await File.WriteAllLinesAsync(folder.File("mosquitto.conf"), lines);
        using var passwords = Start("mosquitto_passwd", "-b", "-c", folder.File("passwords"), User, Password);
        await passwords.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, passwords.ExitCode);
    }

    private void WriteCertificates()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=a self-made authority", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var ca = caRequest.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, from, to, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(CaFile, ca.ExportCertificatePem());
        File.WriteAllText(folder.File("broker.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("broker.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <param name="process">Of <c>mosquitto_sub -d</c>.</param>
    internal sealed class Subscriber(Process process) : IDisposable
    {
        public async Task SubscribedAsync() => await LineAsync("Subscribed ");

        public async Task<Received> NextAsync()
        {
            var parts = (await LineAsync("MSG ")).Split(' ');
            return new Received(parts[3], Convert.FromHexString(parts[4]), parts[1] == "1", parts[2] == "1");
        }

        public async Task<IReadOnlyList<Received>> NextAsync(int count)
        {
            var all = new List<Received>();
            for (var i = 0; i < count; i++)
            {
                all.Add(await NextAsync());
            }

            return all;
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        private async Task<string> LineAsync(string start)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(1));
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith(start, StringComparison.Ordinal))
                {
                    return line;
                }
            }

            throw new InvalidOperationException($"The subscriber ended before '{start}'.");
        }
    }

    /// <param name="Topic">Where.</param>
    /// <param name="Payload">What.</param>
    /// <param name="WasRetained">It was there before the subscription.</param>
    /// <param name="AtLeastOnce">QoS 1.</param>
    internal sealed record Received(string Topic, byte[] Payload, bool WasRetained, bool AtLeastOnce)
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Payload);
    }
}
