using System.Collections.Concurrent;
using CloudCctv.Analysis.Results;
using CloudCctv.Benchmarks.Gate;
using CloudCctv.Contracts.Names;
using CloudCctv.Demo;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Latency;

/// <summary>One camera, one uploader, one server, one phone, as processes of their own: when each of them had done its part for each event.</summary>
/// <param name="script">What the camera shows.</param>
/// <param name="connection">Of Azurite; null for a folder.</param>
internal sealed class LatencyRun(RecordingScript script, string? connection) : IDisposable
{
    // The event after the next begins later than this; an alert that has not come by then is none.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // An event has the name of its first picture, and pictures from before the motion belong to it.
    private static readonly TimeSpan PreRoll = TimeSpan.FromSeconds(1.5);

    private readonly TempFolder folder = new();
    private readonly Phone phone = new(_ => { });
    private readonly ConcurrentQueue<SaidLine> lines = new();

    public void Dispose()
    {
        phone.Dispose();
        folder.Dispose();
    }

    /// <summary>What the programs said, for whoever wonders.</summary>
    public IEnumerable<string> Said => lines.Select(line => $"{line.At:HH:mm:ss.fff} {line.Text}");

    /// <summary>Plays it once.</summary>
    public async Task<IReadOnlyList<EventTimes>> RunAsync(CancellationToken cancellationToken)
    {
        var sent = await PlayAsync(cancellationToken);
        var results = new ResultStore(StoreFactory.Create(connection is null ? new StoreOptions { Folder = StoreFolder } : new StoreOptions { ConnectionString = connection }, TimeProvider.System).Objects);
        var alerts = FirstAlerts();
        var times = new List<EventTimes>();
        foreach (var one in script.Events)
        {
            times.Add(await FindAsync(one, sent, alerts, results, cancellationToken));
        }

        return times;
    }

    private string StoreFolder => folder.File("store");

    private string[] StoreArguments => connection is null ? ["--store", StoreFolder] : [];

    /// <returns>When the camera began to send each picture.</returns>
    private async Task<IReadOnlyList<DateTimeOffset>> PlayAsync(CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>
        {
            ["CLOUDCCTV__Alerts__Webhooks__0__Name"] = "phone",
            ["CLOUDCCTV__Alerts__Webhooks__0__Url"] = phone.Url,
            ["CLOUDCCTV__Alerts__Webhooks__0__Secret"] = phone.Secret,
            [StoreAddress.Variable] = connection,
        };
        await using var server = await RunningServer.StartAsync(folder.File("server"), StoreArguments, environment, Hear, cancellationToken);
        await using var camera = new MjpegCamera(script.Pictures, RecordingScript.FramesPerSecond, repeat: false);
        camera.Start();
        await using var uploader = ChildProgram.Start(
            Programs.Uploader, ["run", "--source", camera.Url, "--site", "bench", "--camera", "room", "--data", folder.File("uploader"), .. StoreArguments], environment, Hear);
        while (camera.LongestSent.Count < script.Pictures.Count && !uploader.HasExited)
        {
            await Task.Delay(200, cancellationToken);
        }

        var sent = camera.LongestSent;
        for (var waited = 0; waited < Patience.TotalSeconds && FirstAlerts().Count < script.Events.Count; waited++)
        {
            await Task.Delay(1000, cancellationToken);
        }

        await uploader.StopAsync();
        await server.Program.StopAsync();
        return sent;
    }

    private void Hear(string line) => lines.Enqueue(new SaidLine(TimeProvider.System.GetUtcNow(), line));

    // What comes later of an event only changes its alert.
    private Dictionary<EventName, DateTimeOffset> FirstAlerts() =>
        phone.Alerts.GroupBy(alert => alert.Event).ToDictionary(of => of.Key, of => of.Min(alert => alert.At));

    private async Task<EventTimes> FindAsync(ScriptedEvent one, IReadOnlyList<DateTimeOffset> sent, Dictionary<EventName, DateTimeOffset> alerts, ResultStore results, CancellationToken cancellationToken)
    {
        var (first, sure) = (sent[one.First], one.FirstSure is { } number ? sent[number] : (DateTimeOffset?)null);
        if (alerts.Keys.SingleOrDefault(name => name.Start > first - PreRoll && name.Start <= first + PreRoll) is not { } told)
        {
            return new EventTimes(first, sure, null, null);
        }

        var part = 1;
        BatchResult? result;
        while ((result = await results.FindAsync(new BatchName(told, part), cancellationToken)) is { Sightings.Count: 0 })
        {
            part++;
        }

        var batch = new BatchName(told, part);
        return result is null
            ? throw new InvalidOperationException($"{told} was told, and none of its batches has a sighting.")
            : new EventTimes(first, sure, When($"{told}: event began"), new TellingBatch(
                part, When($"{batch}: batch sealed"), When($"{batch}: delivered"), When($"Batch received: {batch}"), result.Timings, alerts[told]));
    }

    private DateTimeOffset When(string text) =>
        (lines.FirstOrDefault(line => line.Text.Contains(text, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"Nobody said '{text}'.")).At;

    private sealed record SaidLine(DateTimeOffset At, string Text);
}
