using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clock;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Health.Tamper;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Privacy;
using CloudCctv.Uploader.Settings.Remote;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload;

namespace CloudCctv.Uploader.Settings;

/// <summary>All that a device needs to know: one JSON file. Secrets (of the store) come from the environment instead.</summary>
public sealed record UploaderSettings
{
    /// <summary>Name of this computer; its host name if absent.</summary>
    [SlugRule]
    public string? Device { get; init; }

    /// <summary>Name of the place.</summary>
    [SlugRule]
    public string Site { get; init; } = "home";

    /// <summary>Folder for the spool. Everything in it that is not delivered yet is precious.</summary>
    public string DataFolder { get; init; } = "data/uploader";

    /// <summary>Where batches go: a folder, <c>https://ACCOUNT.blob.core.windows.net</c> or <c>dropbox:/FOLDER</c>. If absent, the environment variable CLOUDCCTV_STORE.</summary>
    public string? Store { get; init; }

    /// <summary>At least one; each is watched by itself.</summary>
    [MinLength(1, ErrorMessage = "a list of at least one camera: [ { \"name\": …, \"source\": … } ]")]
    public IReadOnlyList<CameraSettings> Cameras { get; init; } = [];

    public BatchOptions Batches { get; init; } = new();

    public SpoolOptions Spool { get; init; } = new();

    public UploadOptions Upload { get; init; } = new();

    public HealthOptions Health { get; init; } = new();

    public RemoteOptions Remote { get; init; } = new();

    public LiveOptions Live { get; init; } = new();

    public ClockOptions Clock { get; init; } = new();
}

/// <summary>One camera: where its pictures come from and what matters in them.</summary>
public sealed record CameraSettings
{
    /// <summary>Name of the view; no other camera of the device has it.</summary>
    [SlugRule]
    public required string Name { get; init; }

    /// <summary>A file, a folder of JPEGs, http(s)://…, rtsp(s)://…, rpicam:N, /dev/videoN or its number: 0 is /dev/video0, if there is no file of that name.</summary>
    public required string Source { get; init; }

    public CaptureOptions Capture { get; init; } = new();

    public MotionOptions Motion { get; init; } = new();

    public EventOptions Events { get; init; } = new();

    public ClipOptions Clips { get; init; } = new();

    public PrivacyOptions Privacy { get; init; } = new();

    public ObjectOptions Objects { get; init; } = new();

    public TamperOptions Tamper { get; init; } = new();
}
