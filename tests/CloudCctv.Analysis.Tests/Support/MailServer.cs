using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>Debian's aiosmtpd as a process of its own on 127.0.0.1; a test is skipped where it is missing.</summary>
internal sealed class MailServer : IDisposable
{
    // Debian puts its packages there, whatever else is called python3.
    private const string DebiansPython = "/usr/bin/python3";

    private readonly Process process;
    private readonly TempFolder? folder;

    private MailServer(Process process, int port, TempFolder? folder) => (this.process, Port, this.folder) = (process, port, folder);

    public int Port { get; }

    /// <param name="startTls">With a certificate that nobody knows, for localhost.</param>
    public static async Task<MailServer> StartAsync(bool startTls)
    {
        var (port, folder) = (FreePort.Next(), startTls ? new TempFolder() : null);
        string[] certificate = folder is null ? [] : Certificate(folder.Path);
        string[] arguments = [RepositoryRoot.File("tests", "Support", "mail", "server.py"), port.ToString(CultureInfo.InvariantCulture), .. certificate];
        var server = new MailServer(Start(arguments), port, folder);
        if (await server.process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is not "ready")
        {
            server.Dispose();
            Assert.Skip("aiosmtpd is not installed: run ./cctv setup --tests");
        }

        return server;
    }

    public async Task<JsonNode> NextAsync() => JsonNode.Parse((await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!)!;

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder?.Dispose();
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(DebiansPython, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Python is not installed: run ./cctv setup --tests");
            throw;
        }
    }

    private static string[] Certificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        string[] paths = [Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem")];
        File.WriteAllText(paths[0], certificate.ExportCertificatePem());
        File.WriteAllText(paths[1], key.ExportPkcs8PrivateKeyPem());
        return paths;
    }
}
