using System.Text.Json;

namespace CloudCctv.Uploader.Clock;

/// <summary>What is known of the time, on disk, so that it survives a power cut and a restart.</summary>
public sealed record ClockMemory
{
    /// <summary>Which start of the device this is of; a timestamp means something within it only.</summary>
    public required string Boot { get; init; }

    /// <summary>Capture time when this was written.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Of the device's own counter, at the same moment.</summary>
    public required long Timestamp { get; init; }

    /// <summary>When this start of the device began, in capture time.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether the clock was set.</summary>
    public required bool IsSet { get; init; }

    /// <returns>Null if there is none, or none that can be read: then nothing is known.</returns>
    public static ClockMemory? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ClockMemory>(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Write(string path)
    {
        // A power cut leaves the old one or the new one.
        File.WriteAllBytes(path + ".part", JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>The name that the system gave to this start of the device.</summary>
    public static string ThisBoot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not Linux: each start of the program counts as one of the device.
            return Guid.NewGuid().ToString();
        }
    }
}
