using System.Net.Http.Headers;
using System.Text.Json;

namespace CloudCctv.Demo;

/// <summary>What <c>/api/status</c> of the server tells.</summary>
public sealed record ServerStatus(long Batches, long Frames, long Sightings, long AlertsSent, long Quarantined, int QueueLength);

/// <summary>A <c>cctv-server</c> process that is up and answers.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly HttpClient http;

    private RunningServer(ChildProgram program, Uri url, string key)
    {
        Program = program;
        Url = url;
        http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public ChildProgram Program { get; }

    public Uri Url { get; }

    /// <summary>A client that has signed in.</summary>
    public HttpClient Http => http;

    /// <summary>Starts a server on a free port and waits until it says where.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; its lines said why.</exception>
    public static async Task<RunningServer> StartAsync(string data, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, Action<string> onLine, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(data);
        var address = Path.Combine(data, "server.json");
        File.Delete(address);
        var program = ChildProgram.Start(Programs.Server, ["run", "--data", data, "--url", "http://127.0.0.1:0", .. arguments], environment, onLine);
        try
        {
            while (!File.Exists(address))
            {
                if (program.HasExited)
                {
                    throw new InvalidOperationException("The server ended while starting; its lines above say why.");
                }

                await Task.Delay(50, cancellationToken);
            }

            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(address, cancellationToken));
            var key = (await File.ReadAllTextAsync(Path.Combine(data, "access-key"), cancellationToken)).Trim();
            return new RunningServer(program, new Uri(json.RootElement.GetProperty("url").GetString()!), key);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async Task<ServerStatus> StatusAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await http.GetStringAsync("/api/status", cancellationToken), StatusJson.Default.ServerStatus)!;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Program.DisposeAsync();
    }
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ServerStatus))]
internal sealed partial class StatusJson : System.Text.Json.Serialization.JsonSerializerContext;
