using CloudCctv.Contracts.Health;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Upload.Budget;

/// <summary>
/// Counts what the batches of each camera take of the link, month by month, and says how much a camera has to save. The
/// file is always ahead of the truth: bytes are written down, with some to spare, before they are sent. A power cut
/// therefore costs a camera up to <see cref="SpareBytes"/> and never gives it any. Thread-safe.
/// </summary>
public sealed class DataBudget : IDisposable
{
    /// <summary>How far the file runs ahead, so that memory cards are not written to for every batch.</summary>
    public const long SpareBytes = 1_000_000;

    private const long Megabyte = 1_000_000;

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly DataUseFile file;
    private readonly DataUse use;
    private readonly Dictionary<string, long> ahead = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataStage> told = new(StringComparer.Ordinal);
    private UploadOptions options = new();
    private bool failing;

    /// <param name="path">Where the counts are kept.</param>
    /// <param name="clock">Its local time tells the month.</param>
    /// <param name="logger">Hears when a camera begins to save, and when it ends.</param>
    public DataBudget(string path, TimeProvider clock, ILogger logger)
    {
        (this.clock, this.logger, file) = (clock, logger, new DataUseFile(path));
        use = new DataUse(file.Read());
    }

    /// <summary>Its first day, local time: then all cameras have their bytes again.</summary>
    public DateOnly NextMonth
    {
        get
        {
            lock (gate)
            {
                return Now().Month.End;
            }
        }
    }

    /// <summary>From now on, this is the budget.</summary>
    public void Use(UploadOptions next)
    {
        lock (gate)
        {
            options = next;
        }
    }

    public DataStage StageOf(string camera)
    {
        lock (gate)
        {
            var (month, local) = Now();
            if (options.MonthlyMegabytesPerCamera is not { } megabytes)
            {
                return DataStage.Full;
            }

            var used = use.Of(month, camera);
            var stage = StageRule.StageOf(used, megabytes * Megabyte, month.Elapsed(local));
            if (told.GetValueOrDefault(camera) != stage)
            {
                told[camera] = stage;
                logger.StageChanged(camera, used / Megabyte, megabytes, stage);
            }

            return stage;
        }
    }

    /// <summary>The stage that a camera would be in, had it sent so many bytes more.</summary>
    public DataStage StageAfter(string camera, long bytes)
    {
        lock (gate)
        {
            var (month, local) = Now();
            return options.MonthlyMegabytesPerCamera is { } megabytes
                ? StageRule.StageOf(use.Of(month, camera) + bytes, megabytes * Megabyte, month.Elapsed(local))
                : DataStage.Full;
        }
    }

    /// <summary>To be called before so many bytes are sent. When it returns, a power cut forgets none of them.</summary>
    public void WillSend(string camera, long bytes)
    {
        lock (gate)
        {
            if (ahead.GetValueOrDefault(camera) < bytes)
            {
                ahead[camera] = bytes + SpareBytes;
                Write();
            }
        }
    }

    /// <summary>So many were sent, by whatever came of it.</summary>
    public void Sent(string camera, long bytes)
    {
        lock (gate)
        {
            use.Add(Now().Month, camera, bytes);
            ahead[camera] = Math.Max(0, ahead.GetValueOrDefault(camera) - bytes);
        }
    }

    public DataHeartbeat Tell()
    {
        lock (gate)
        {
            var worst = told.Count == 0 ? DataStage.Full : told.Keys.ToList().Max(StageOf);
            return new DataHeartbeat { Mb = use.Sum(Now().Month) / Megabyte, Stage = worst == DataStage.Full ? null : worst };
        }
    }

    /// <summary>A clean end: the file tells the truth.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            ahead.Clear();
            Now();
            Write();
        }
    }

    private (DataMonth Month, DateTime Local) Now()
    {
        var local = clock.GetLocalNow().DateTime;
        var month = DataMonth.Of(local, options.MonthStartsOnDay);
        // Nothing known: as if it had been used evenly until now.
        use.Begin(month, (long)((options.MonthlyMegabytesPerCamera ?? 0) * Megabyte * month.Elapsed(local)));
        return (month, local);
    }

    private void Write()
    {
        try
        {
            var month = Now().Month.Start;
            file.Write(use.Months.ToDictionary(one => one.Key, one => one.Key == month ? WithAhead(one.Value) : one.Value));
            failing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No reason not to send.
            if (!failing)
            {
                logger.CountUnwritable(exception.Message);
            }

            failing = true;
        }
    }

    private Dictionary<string, long> WithAhead(Dictionary<string, long> cameras) =>
        cameras.Keys.Union(ahead.Keys).ToDictionary(camera => camera, camera => cameras.GetValueOrDefault(camera) + ahead.GetValueOrDefault(camera));
}
