using System.Diagnostics;
using CloudCctv.Contracts.Faults;
using CloudCctv.Storage;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload;

namespace CloudCctv.Uploader.Tests.Faults;

/// <summary>
/// Runs the real program over and over on two cameras' pictures and ends it as a power cut would: at each named step, and at
/// random times. In the end it may finish once, and what arrived is held against the journal of accepted frames.
/// </summary>
internal sealed class UploaderKills
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string program;
    private readonly string folder;
    private readonly Random random;
    private readonly HashSet<string> reached = [];
    private TimeSpan toFirstFrame;
    private TimeSpan toEnd;

    /// <param name="program">The compiled uploader.</param>
    /// <param name="folder">Empty.</param>
    /// <param name="seed">Of the times of death.</param>
    public UploaderKills(string program, string folder, int seed)
    {
        (this.program, this.folder, random) = (program, folder, new Random(seed));
        MovingSquare.Write(Path.Combine(folder, "gate"), quiet: 36, moving: 60, seed: 1);
        MovingSquare.Write(Path.Combine(folder, "yard"), quiet: 40, moving: 45, seed: 2);
        File.WriteAllText(Settings, $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{Path.Combine(folder, "data")}}", "store": "{{Path.Combine(folder, "store")}}",
              "health": { "enabled": false }, "batches": { "seconds": 1, "firstSeconds": 0.5 },
              "cameras": [ { "name": "gate", "source": "{{Path.Combine(folder, "gate")}}" }, { "name": "yard", "source": "{{Path.Combine(folder, "yard")}}" } ] }
            """);
    }

    /// <summary>Every step that has a name.</summary>
    public static IReadOnlyList<string> Steps { get; } = [.. SpoolSteps.All, .. UploadSteps.All];

    /// <summary>How often the program was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Of these, how often at a named step.</summary>
    public int AtSteps { get; private set; }

    /// <summary>Steps that were asked for and never reached.</summary>
    public IEnumerable<string> NeverReached => Steps.Except(reached);

    private string Settings => Path.Combine(folder, "settings.json");

    private string Journal => Path.Combine(folder, "journal");

    /// <summary>Lets it run to its end once, to learn how long that takes.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(null);
        await FirstFrameAsync(process, 0, cancellationToken);
        toFirstFrame = Stopwatch.GetElapsedTime(started);
        await EndAsync(process, cancellationToken);
        toEnd = Stopwatch.GetElapsedTime(started) - toFirstFrame;
    }

    /// <summary>Has it die at a step. That it is reached so often is not certain: then the program ends by itself.</summary>
    public async Task KillAtAsync(string step, int times, CancellationToken cancellationToken)
    {
        if (SpoolSteps.OfRecovery.Contains(step) && Directory.GetFiles(Path.Combine(folder, "data", "spool"), "*.part").Length == 0)
        {
            await KillAtAsync(SpoolSteps.FrameWritten, times, cancellationToken);
        }

        using var process = Start($"{step}:{times}");
        if (await EndAsync(process, cancellationToken) == 128 + 9)
        {
            reached.Add(step);
            Kills++;
            AtSteps++;
        }
    }

    /// <summary>Kills it at a random time: one in five while it starts, the others from its first frame on.</summary>
    public async Task KillAtRandomAsync(CancellationToken cancellationToken)
    {
        var accepted = JournalLength();
        using var process = Start(null);
        var wait = toFirstFrame * random.NextDouble();
        if (random.Next(5) > 0)
        {
            await FirstFrameAsync(process, accepted, cancellationToken);
            wait = toEnd * random.NextDouble();
        }

        await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(wait, cancellationToken));
        process.Kill(entireProcessTree: true);
        Kills += await EndAsync(process, cancellationToken) == 128 + 9 ? 1 : 0;
    }

    /// <summary>Lets it finish, and looks at what arrived.</summary>
    public async Task<StoreAudit> FinishAsync(CancellationToken cancellationToken)
    {
        using var process = Start(null);
        var code = await EndAsync(process, cancellationToken);
        if (code != 0)
        {
            throw new InvalidOperationException($"The uploader's last run ended with {code}.");
        }

        var store = StoreFactory.Create(new StoreOptions { Folder = Path.Combine(folder, "store") }, TimeProvider.System);
        var audit = await StoreAudit.OfAsync(store, Journal, cancellationToken);
        audit.Conflicts.AddRange(Directory.GetFiles(Path.Combine(folder, "data", "spool"), "*.rejected"));
        return audit;
    }

    private Process Start(string? crashAt)
    {
        var start = new ProcessStartInfo("dotnet", [program, "run", "--config", Settings, "--speed", "max"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[FrameJournal.Variable] = Journal;
        start.Environment[CrashPoint.Variable] = crashAt;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task FirstFrameAsync(Process process, long accepted, CancellationToken cancellationToken)
    {
        while (!process.HasExited && JournalLength() == accepted)
        {
            await Task.Delay(2, cancellationToken);
        }
    }

    private static async Task<int> EndAsync(Process process, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private long JournalLength() => File.Exists(Journal) ? new FileInfo(Journal).Length : 0;
}
