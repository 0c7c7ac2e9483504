using System.Text.Json.Serialization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Health;

/// <summary>
/// What a device says of itself every minute or so, as JSON of at most <see cref="MaxBytes"/>, in the object that
/// <see cref="Batches.StoreLayout.HealthOf"/> names. Each heartbeat takes the place of the one before.
/// </summary>
public sealed record Heartbeat
{
    public const int CurrentVersion = 1;

    public const int MaxBytes = 1024;

    /// <summary>Version of this schema. A reader refuses versions that it does not know.</summary>
    public required int Version { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Program { get; init; }

    /// <summary>A <see cref="Slug"/>.</summary>
    public required string Site { get; init; }

    /// <summary>A <see cref="Slug"/>.</summary>
    public required string Device { get; init; }

    /// <summary>When it was written, by the device's clock, UTC, whole seconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Since the computer started, seconds.</summary>
    public required long Uptime { get; init; }

    /// <summary>Free on the disk of the spool, megabytes of 10⁶ bytes; absent if unknown.</summary>
    public long? FreeMb { get; init; }

    /// <summary>The hottest sensor, °C; absent where there is none.</summary>
    public double? Celsius { get; init; }

    /// <summary>What is left in the emptiest battery, percent; absent where there is none.</summary>
    public int? Battery { get; init; }

    /// <summary>True while the device lives on its battery; absent where there is none.</summary>
    public bool? Discharging { get; init; }

    /// <summary>What a Raspberry Pi says of its supply and heat, as hexadecimal bits (get_throttled); absent elsewhere.</summary>
    public string? Throttled { get; init; }

    /// <summary>Whether the clock is set by a time server; absent if unknown.</summary>
    public bool? ClockSet { get; init; }

    public required SpoolHeartbeat Spool { get; init; }

    /// <summary>Since a batch was last delivered, seconds; absent if none was since the program started.</summary>
    public long? LastUpload { get; init; }

    /// <summary>What the link has carried; absent in heartbeats of older programs.</summary>
    public DataHeartbeat? Data { get; init; }

    public required SettingsHeartbeat Settings { get; init; }

    /// <summary>There if the device looks for <see cref="Batches.ClipWishes"/> and sends what is asked for; absent otherwise.</summary>
    public ClipHeartbeat? Clips { get; init; }

    /// <summary>True if it came by an inbox, where nobody can ask the device for anything. The cloud side adds it; devices do not write it.</summary>
    public bool? Inbox { get; init; }

    /// <summary>Those in trouble first. If they do not all fit, the last are left out.</summary>
    public required IReadOnlyList<CameraHeartbeat> Cameras { get; init; }

    /// <summary>Cameras for which there was no room; absent if all are listed.</summary>
    public int? More { get; init; }
}

/// <summary>What waits on the device's disk.</summary>
public sealed record SpoolHeartbeat
{
    /// <summary>Length of all files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Age of the oldest event that waits, seconds; absent if nothing waits.</summary>
    public long? Oldest { get; init; }

    /// <summary>Batches that were given up for want of space since the program started.</summary>
    public required long Evicted { get; init; }
}

/// <summary>What the batches of this month have taken of the link.</summary>
public sealed record DataHeartbeat
{
    /// <summary>Megabytes of 10⁶ bytes, repeats included.</summary>
    public required long Mb { get; init; }

    /// <summary>Of the camera that saves most; absent if none saves anything.</summary>
    public DataStage? Stage { get; init; }
}

/// <summary>What became of the clips that people asked for.</summary>
public sealed record ClipHeartbeat
{
    public const int MaxMissing = 4;

    public const int MaxWhy = 4;

    /// <summary>Ids of events that were asked for and have no clip here, newest wish first, <see cref="MaxMissing"/> at most; absent if none.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>
    /// A <see cref="ClipReason"/> for the id of each event that was asked for and whose clip has not left, newest wish first,
    /// <see cref="MaxWhy"/> at most; absent if there is nothing to say, and in heartbeats of older programs.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Why { get; init; }

    /// <summary>Where the device is, the first day of the month in which data are counted anew; there if a clip waits for data.</summary>
    public DateOnly? DataFrom { get; init; }
}

/// <summary>Which settings are in force.</summary>
public sealed record SettingsHeartbeat
{
    /// <summary>Start of the SHA-256 of the settings with defaults filled in, 12 hexadecimal digits: equal for equal settings.</summary>
    public required string Hash { get; init; }

    /// <summary>Start of the hash of what came from afar, 12 hexadecimal digits; absent if nothing of it is in force.</summary>
    public string? Remote { get; init; }

    /// <summary>True while settings from afar are on trial.</summary>
    public bool? Trial { get; init; }

    /// <summary>Start of the hash of what came from afar last and was refused or undone; absent if it was not.</summary>
    public string? Refused { get; init; }
}

/// <summary>One camera.</summary>
public sealed record CameraHeartbeat
{
    /// <summary>A <see cref="Slug"/>.</summary>
    public required string Name { get; init; }

    public required CameraState State { get; init; }

    /// <summary>How long it has been in this state, seconds.</summary>
    public required long For { get; init; }

    /// <summary>Frames since the program started.</summary>
    public required long Seen { get; init; }

    /// <summary>Frames that went into batches since the program started.</summary>
    public required long Kept { get; init; }

    /// <summary>Since the last frame, seconds; absent if there was none.</summary>
    public long? Last { get; init; }

    /// <summary>What has crossed its counting lines; absent if it has none.</summary>
    public IReadOnlyList<LineHeartbeat>? Lines { get; init; }
}

/// <summary>What has crossed one counting line of a camera since the program started, by its motion alone.</summary>
/// <param name="Name">A <see cref="Slug"/>.</param>
/// <param name="In">How many went in.</param>
/// <param name="Out">How many went out.</param>
public sealed record LineHeartbeat(string Name, long In, long Out);

[JsonConverter(typeof(CameraStateConverter))]
public enum CameraState
{
    /// <summary>No frame yet.</summary>
    Starting,

    Watching,

    /// <summary>No frames come any more, or it cannot be opened or read; what is no recording is tried again and again.</summary>
    Lost,

    /// <summary>It was ended, and that is no fault: a recording is over, or the settings no longer list it.</summary>
    Stopped,

    /// <summary>Tampered with: the light went out or the lens was covered tightly.</summary>
    Dark,

    /// <summary>Tampered with: something hides most of the view.</summary>
    Covered,

    /// <summary>Tampered with: the picture is blurred.</summary>
    Defocused,

    /// <summary>Tampered with: it looks elsewhere.</summary>
    Moved,
}
