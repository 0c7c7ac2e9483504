using System.Globalization;
using CloudCctv.Storage;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Health.Device;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Pairing;

namespace CloudCctv.Uploader.Settings.Checks;

/// <summary>What is allowed and yet hardly meant.</summary>
internal static class SettingsWarnings
{
    /// <summary>Everything that is worth a second look before the uploader is started.</summary>
    public static IEnumerable<string> Of(UploaderSettings settings) => OfRun(settings).Concat(OfSources(settings)).Concat(OfSensitivity(settings));

    /// <summary>The same without what a running uploader notices by itself.</summary>
    public static IEnumerable<string> OfRun(UploaderSettings settings) => OfBlindSpots(settings).Concat(OfObjects(settings)).Concat(OfClips(settings)).Concat(OfUploads(settings)).Concat(OfDisk(settings));

    /// <summary>Zones and masks that leave a camera blind.</summary>
    /// <returns>One line per warning, starting with its key.</returns>
    public static IEnumerable<string> OfBlindSpots(UploaderSettings settings) =>
        settings.Cameras.SelectMany((camera, index) => BlindSpots.Of(camera.Motion, camera.Privacy, $"cameras[{index}].motion"));

    /// <summary>Objects that will never be looked for, and sounds that nothing sets off.</summary>
    /// <inheritdoc cref="OfBlindSpots"/>
    public static IEnumerable<string> OfObjects(UploaderSettings settings) => settings.Cameras.SelectMany((camera, index) => (string[])
    [
        .. camera.Objects.Enabled && camera.Motion.Mode == MotionMode.Baseline
            ? (string[])[$"cameras[{index}].objects.enabled is true and motion.mode is baseline, which goes on reporting motion while something is missing: the scene is never stable, and nothing is ever compared."] : [],
        .. camera.Objects is { Beep: true, Enabled: false }
            ? (string[])[$"cameras[{index}].objects.beep is true and objects.enabled is false: nothing will ever be heard."] : [],
    ]);

    /// <summary>Clips that shall be sent and never are.</summary>
    /// <inheritdoc cref="OfBlindSpots"/>
    public static IEnumerable<string> OfClips(UploaderSettings settings) => settings.Cameras.SelectMany((camera, index) => camera.Clips switch
    {
        { Send: ClipSend.Always, Enabled: false } => (string[])[$"cameras[{index}].clips.send is always and clips.enabled is false: no clips are made, and none are sent."],
        { Send: ClipSend.Always, Codec: ClipCodec.Copy } => [$"cameras[{index}].clips.send is always and clips.codec is copy, which browsers do not play: no clip is ever sent. Set clips.codec to h264."],
        _ => [],
    });

    /// <summary>Uploads that wait for something which never comes.</summary>
    /// <inheritdoc cref="OfBlindSpots"/>
    public static IEnumerable<string> OfUploads(UploaderSettings settings) => settings.Upload is { Metered: true, Windows.Count: 0 }
        ? ["upload.metered is true and upload.windows is empty: only the first batches of events will ever be sent."]
        : [];

    /// <summary>Sources that cannot be opened here and now. A running camera says so itself.</summary>
    /// <inheritdoc cref="OfBlindSpots"/>
    public static IEnumerable<string> OfSources(UploaderSettings settings) =>
        settings.Cameras.SelectMany((camera, index) => SourceOf(camera, $"cameras[{index}].source"));

    /// <summary>Numbers that a sensitivity beside them changes.</summary>
    /// <inheritdoc cref="OfBlindSpots"/>
    public static IEnumerable<string> OfSensitivity(UploaderSettings settings) =>
        settings.Cameras.SelectMany((camera, index) => ScaledNumbers.Of(camera.Motion, $"cameras[{index}].motion"));

    /// <summary>A disk with less free space than the spool must leave: nothing would be kept on it.</summary>
    /// <inheritdoc cref="OfBlindSpots"/>
    public static IEnumerable<string> OfDisk(UploaderSettings settings)
    {
        var keepFree = settings.Spool.KeepFreeMegabytes;
        return new DeviceVitals("/", settings.DataFolder).FreeBytes is { } free && free / 1_000_000 < keepFree
            ? [string.Create(CultureInfo.InvariantCulture, $"spool.keepFreeMegabytes: {keepFree} MB are to stay free on the disk of '{settings.DataFolder}', and {free / 1_000_000} MB are free: no picture will be kept until there is more.")]
            : [];
    }

    /// <returns>What is wrong with the store; null if it can be opened. Nothing is contacted.</returns>
    public static string? StoreFault(UploaderSettings settings, Func<string, string?> environment)
    {
        try
        {
            if (StoreAddress.Find(settings.Store, "store", environment) is not { } options)
            {
                if (PairingFile.Read(settings.DataFolder) is { } pairing)
                {
                    return pairing.Fault(settings);
                }

                return $"store is absent, and the environment variable {StoreAddress.Variable} is not set here: there must be one of them, or this device must be paired (cctv-uploader pair).";
            }

            StoreFactory.Create(options, TimeProvider.System);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    // A disk that is not plugged in is no fault of the settings, and an address that is none blinds one camera only.
    private static IEnumerable<string> SourceOf(CameraSettings camera, string path)
    {
        string? fault = null;
        try
        {
            SourceAddress.Parse(camera.Source);
        }
        catch (CaptureException exception)
        {
            fault = exception.Message;
        }

        return fault is null ? [] : [$"{path}: {fault}"];
    }
}
