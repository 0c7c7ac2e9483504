namespace CloudCctv.Analysis.Health;

/// <summary>Something that is, or was, wrong with a device or one of its cameras.</summary>
public sealed record Alarm
{
    public required AlarmCause Cause { get; init; }

    /// <summary>Null if it is about the device.</summary>
    public string? Camera { get; init; }

    /// <summary>More in one sentence, as it was when the alarm was opened.</summary>
    public required string Detail { get; init; }

    /// <summary>Since when, as far as is known, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>UTC, whole seconds; with cause and camera it names the alarm.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Since when all is well again without a break; null while it is not.</summary>
    public DateTimeOffset? WellSince { get; init; }

    /// <summary>When it was due to be told once more; null if it was not.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What of it is in the outbox.</summary>
    public AlarmStages Told { get; init; }

    /// <summary>What is to be told of it and is not in the outbox yet.</summary>
    internal AlarmStages Untold => (AlarmStages.Opened
        | (RemindedAt is null ? AlarmStages.None : AlarmStages.Reminded)
        | (ClosedAt is null ? AlarmStages.None : AlarmStages.Closed)) & ~Told;

    internal bool IsOf(AlarmCause cause, string? camera) => Cause == cause && Camera == camera;
}

[Flags]
public enum AlarmStages
{
    None = 0,
    Opened = 1,
    Reminded = 2,
    Closed = 4,
}
