using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>
/// All that may be changed from afar. What is not here (where pictures come from, where they go, who may change settings)
/// takes a hand on the device.
/// </summary>
public sealed record RemoteSettings
{
    /// <summary>The device that it is meant for, as SITE/DEVICE. Required with a signature, which would else hold for every device.</summary>
    public string? For { get; init; }

    /// <summary>Counts up with every change. Required with a signature; a lower number than before is refused, so that nobody can bring old settings back.</summary>
    [Range(1, int.MaxValue)]
    public int? Revision { get; init; }

    /// <summary>Only what is to change, by the names of the local cameras.</summary>
    public IReadOnlyList<RemoteCamera> Cameras { get; init; } = [];

    public BatchOptions Batches { get; init; } = new();

    public UploadOptions Upload { get; init; } = new();
}

/// <summary>What changes of one camera. Keys that are left out stay as the local file has them.</summary>
public sealed record RemoteCamera
{
    /// <summary>A camera of the local file.</summary>
    [SlugRule]
    public required string Name { get; init; }

    public MotionOptions Motion { get; init; } = new();

    public EventOptions Events { get; init; } = new();

    /// <summary>Numbers only.</summary>
    public CaptureOptions Capture { get; init; } = new();
}
