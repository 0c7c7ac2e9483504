using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>Clips that wait, and settings that change meanwhile.</summary>
internal static class SpooledSample
{
    /// <summary>All should leave.</summary>
    public static SpooledClips AllWanted(SpoolFolder spool, TempFolder folder) => new(
        Settings(() => new ClipOptions { Enabled = true, Send = ClipSend.Always }), spool, new SentClips(folder.File("clips-sent.json"), NullLogger.Instance), NullLogger.Instance);

    /// <summary>Somebody asked for it, and it is in the spool.</summary>
    public static void Ask(this SentClips sent, EventName clip)
    {
        var wish = new WantedClip(clip, null);
        sent.Expect(wish);
        sent.Add(wish);
    }

    /// <summary>Of a site with one camera, "gate"; to be reloaded when the options have changed.</summary>
    public static SettingsInForce Settings(Func<ClipOptions> clips) => new(
        () => SettingsParser.Parse(
            Encoding.UTF8.GetBytes(SettingsJson.Text(new UploaderSettings
            {
                Site = "farm",
                Cameras = [new CameraSettings { Name = "gate", Source = "rtsp://10.0.0.7/1", Clips = clips() }],
            })),
            "settings"),
        NullLogger.Instance);
}
