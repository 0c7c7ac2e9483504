using System.Text.Json;

namespace CloudCctv.SelfHost.Hosting;

/// <summary><c>DATA/server.json</c>: how scripts find the running server. Gone when it has ended in an orderly way.</summary>
internal sealed class ServerFile(string data) : IDisposable
{
    private readonly string path = Path.Combine(data, "server.json");

    public void Write(string url)
    {
        var partial = $"{path}.part";
        File.WriteAllText(partial, JsonSerializer.Serialize(new { url, pid = Environment.ProcessId }));
        File.Move(partial, path, overwrite: true);
    }

    public void Dispose() => File.Delete(path);
}
