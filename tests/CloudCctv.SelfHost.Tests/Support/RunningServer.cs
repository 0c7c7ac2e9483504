using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Support;

/// <summary><c>cctv-server run</c> on a free port, found as scripts find it: by <c>server.json</c>.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder log = new();

    private RunningServer(Process process, string data)
    {
        (this.process, Data) = (process, data);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    public static async Task<RunningServer> StartAsync(TempFolder folder, params string[] more)
    {
        var data = folder.File("data");
        var server = new RunningServer(Process.Start(ServerProgram.Command(["run", "--data", data, "--url", "http://127.0.0.1:0", .. more]))!, data);
        await server.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(data, "server.json"))), "server.json is there");
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "server.json"), TestContext.Current.CancellationToken));
        server.Http.BaseAddress = new Uri(file.RootElement.GetProperty("url").GetString()!);
        Assert.Equal(server.process.Id, file.RootElement.GetProperty("pid").GetInt32());
        return server;
    }

    /// <summary>Polls for a condition; fails the test with the server's log if it does not come true.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.False(process.HasExited, $"The server ended while the test waited until {what}:\n{Log}");
            Assert.True(clock.Elapsed < Deadline, $"The test waited in vain until {what}:\n{Log}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", [$"-{SigTerm}", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }
}
