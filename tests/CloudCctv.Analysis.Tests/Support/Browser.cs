using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>The keys that a browser makes when it subscribes, and npm's http_ece to read what comes.</summary>
internal sealed class Browser : IDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] auth = RandomNumberGenerator.GetBytes(16);

    public string P256dh => Base64Url.EncodeToString(PushEncryption.Point(key.ExportParameters(includePrivateParameters: false)));

    public string Auth => Base64Url.EncodeToString(auth);

    /// <summary>Skips the running test where http_ece is not installed.</summary>
    public async Task<JsonNode> ReadAsync(byte[] body)
    {
        var folder = RepositoryRoot.File("tests", "Support", "push");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "http_ece")), "http_ece is not installed: run ./cctv setup --tests");
        using var node = Start(Path.Combine(folder, "decrypt.js"));
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            body = Base64Url.EncodeToString(body),
            privateKey = Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: true).D),
            auth = Auth,
        }));
        node.StandardInput.Close();
        var complaint = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var plain = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(plain.Length > 0, $"http_ece could not read it: {await complaint}");
        return JsonNode.Parse(plain)!;
    }

    public void Dispose() => key.Dispose();

    private static Process Start(string script)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node.js is not installed: run ./cctv setup --tests");
            throw;
        }
    }
}
