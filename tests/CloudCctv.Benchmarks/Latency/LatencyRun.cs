using System.Collections.Concurrent;
using CloudCctv.Benchmarks.Gate;
using CloudCctv.Contracts.Names;
using CloudCctv.Demo;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Latency;

/// <summary>One camera, one uploader, one server, one phone, as processes of their own: when each of them had done its part for each visit.</summary>
internal static class LatencyRun
{
    private const int LinesShown = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // The frames before the first that moved belong to the event, too.
    private static readonly TimeSpan PreRoll = TimeSpan.FromSeconds(1);

    /// <param name="script">What the camera shows.</param>
    /// <param name="connection">Of Azurite; null for a folder.</param>
    /// <param name="progress">Told what the programs said last, if a visit was not told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<VisitTimes>> RunAsync(VisitScript script, string? connection, Action<string> progress, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder();
        var lines = new ConcurrentQueue<SaidLine>();
        using var phone = new Phone(_ => { });
        var environment = new Dictionary<string, string?>
        {
            ["CLOUDCCTV__Alerts__Webhooks__0__Name"] = "phone",
            ["CLOUDCCTV__Alerts__Webhooks__0__Url"] = phone.Url,
            ["CLOUDCCTV__Alerts__Webhooks__0__Secret"] = phone.Secret,
            [StoreAddress.Variable] = connection,
        };
        string[] store = connection is null ? ["--store", folder.File("store")] : [];
        await using var server = await RunningServer.StartAsync(folder.File("server"), store, environment, Hear, cancellationToken);
        await using var camera = new MjpegCamera(script.Pictures, VisitScript.FramesPerSecond, repeat: false);
        camera.Start();
        await using var uploader = ChildProgram.Start(
            Programs.Uploader, ["run", "--source", camera.Url, "--site", "bench", "--camera", "room", "--data", folder.File("uploader"), .. store], environment, Hear);
        while (camera.LongestSent.Count < script.Pictures.Count && !uploader.HasExited)
        {
            await Task.Delay(200, cancellationToken);
        }

        var sent = camera.LongestSent;
        for (var waited = 0; waited < Patience.TotalSeconds && Firsts(phone).Count < script.Visits.Count; waited++)
        {
            await Task.Delay(1000, cancellationToken);
        }

        await uploader.StopAsync();
        await server.Program.StopAsync();
        if (Firsts(phone).Count < script.Visits.Count)
        {
            lines.TakeLast(LinesShown).ToList().ForEach(line => progress(line.Text));
        }

        return [.. script.Visits.Where(visit => visit < sent.Count).Select(visit => Find(sent[visit], Firsts(phone), [.. lines]))];

        void Hear(string line) => lines.Enqueue(new SaidLine(TimeProvider.System.GetUtcNow(), line));
    }

    // What comes later of an event only changes its alert.
    private static Dictionary<EventName, DateTimeOffset> Firsts(Phone phone) =>
        phone.Alerts.GroupBy(alert => alert.Event).ToDictionary(of => of.Key, of => of.Min(alert => alert.At));

    private static VisitTimes Find(DateTimeOffset sent, Dictionary<EventName, DateTimeOffset> alerts, IReadOnlyList<SaidLine> lines)
    {
        var told = alerts.Where(alert => alert.Key.Start > sent - PreRoll && alert.Value > sent).OrderBy(alert => alert.Key.Start).Select(alert => alert.Key).FirstOrDefault();
        return told is null || told.Start > sent + PreRoll
            ? new VisitTimes(sent, null, null, null, null, null)
            : new VisitTimes(sent, When($"{told}: event began"), When($"{told}-0001.zip: batch sealed"), When($"{told}-0001.zip: delivered"), When($"Batch received: {told}-0001.zip"), alerts[told]);

        DateTimeOffset? When(string text) => lines.FirstOrDefault(line => line.Text.Contains(text, StringComparison.Ordinal))?.At;
    }

    private sealed record SaidLine(DateTimeOffset At, string Text);
}

/// <summary>When what happened to one visit; null for what did not.</summary>
/// <param name="Sent">The camera began to send the first picture with somebody in it.</param>
/// <param name="Began">The uploader said that it is an event.</param>
/// <param name="Sealed">The first batch was on its disk.</param>
/// <param name="Delivered">The store had confirmed batch and message.</param>
/// <param name="Received">A worker had the message.</param>
/// <param name="Alerted">The phone had the alert.</param>
internal sealed record VisitTimes(DateTimeOffset Sent, DateTimeOffset? Began, DateTimeOffset? Sealed, DateTimeOffset? Delivered, DateTimeOffset? Received, DateTimeOffset? Alerted);
