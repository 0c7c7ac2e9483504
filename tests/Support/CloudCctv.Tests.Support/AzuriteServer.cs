using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CloudCctv.Tests.Support;

/// <summary>Azurite, Microsoft's emulator of Azure Storage, as a process of its own on free ports of 127.0.0.1.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    /// <summary>The emulator's account and key, the same for everybody: https://learn.microsoft.com/azure/storage/common/storage-use-azurite.</summary>
    public const string Account = "devstoreaccount1";
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);
    private static readonly string Folder = RepositoryRoot.File("tests", "Support", "azurite");

    private readonly TempFolder data = new();
    private Process? process;

    private AzuriteServer()
    {
    }

    /// <summary>Null if tests can use Azurite here, else the reason to skip them.</summary>
    public static string? MissingReason => Directory.Exists(Path.Combine(Folder, "node_modules", "azurite"))
        ? null
        : "Azurite is not installed: run ./cctv setup";

    public int BlobPort { get; private set; }

    public int QueuePort { get; private set; }

    public string ConnectionString => ConnectionStringWith(Key);

    /// <summary>Skips the running test if Azurite is not installed.</summary>
    public static async Task<AzuriteServer> StartAsync(CancellationToken cancellationToken)
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        var server = new AzuriteServer();
        try
        {
            // The ports are free now, but another test process may be looking too.
            for (var attempt = 1; ; attempt++)
            {
                var ports = FreePort.Next(2);
                (server.BlobPort, server.QueuePort) = (ports[0], ports[1]);
                if (await server.TryRunAsync(cancellationToken))
                {
                    return server;
                }

                Assert.True(attempt < 3, "Azurite ended three times while starting.");
            }
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public string ConnectionStringWith(string key) => ConnectionStringOf(key, BlobPort, QueuePort);

    /// <summary>For a client that goes by proxies on these ports.</summary>
    public static string ConnectionStringThrough(int blobPort, int queuePort) => ConnectionStringOf(Key, blobPort, queuePort);

    /// <summary>Ends it so that it saves everything first.</summary>
    public async Task StopAsync()
    {
        if (process is { } running)
        {
            running.StandardInput.Close();
            await running.WaitForExitAsync();
            Forget();
        }
    }

    /// <summary>Ends it at once. It loses what it confirmed in the last seconds, as the real service would not.</summary>
    public async Task KillAsync()
    {
        if (process is { } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
            Forget();
        }
    }

    /// <summary>
    /// Waits until all that was confirmed is on disk, so that <see cref="KillAsync"/> loses as little as the real service
    /// would. Nobody may send anything meanwhile. It saves its databases every five seconds, if they have changed.
    /// </summary>
    public async Task UntilSavedAsync(CancellationToken cancellationToken)
    {
        while (Directory.EnumerateFiles(data.Path, "*.json").Max(File.GetLastWriteTimeUtc) > TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-11))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Starts it again, after <see cref="StopAsync"/> or <see cref="KillAsync"/>, with the same data and ports.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        Assert.True(await TryRunAsync(cancellationToken), "Azurite ended while starting again.");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        data.Dispose();
    }

    private static string ConnectionStringOf(string key, int blobPort, int queuePort) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};"
        + $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};QueueEndpoint=http://127.0.0.1:{queuePort}/{Account}";

    private async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        process = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Path.Combine(Folder, "start.js"),
                "--silent",
                "--disableTelemetry",
                "--location", data.Path,
                "--blobPort", $"{BlobPort}",
                "--queuePort", $"{QueuePort}",
                "--tablePort", "0",
                // The SDK of a full registry speaks a newer version of the protocol than this Azurite knows of.
                "--skipApiVersionCheck",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.BeginOutputReadLine();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartDeadline);
        while (!await ListensAsync(BlobPort, deadline.Token) || !await ListensAsync(QueuePort, deadline.Token))
        {
            if (process.HasExited)
            {
                Forget();
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, deadline.Token);
        }

        // Else it was somebody else's port that answered.
        return !process.HasExited;
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Forget()
    {
        process?.Dispose();
        process = null;
    }
}
