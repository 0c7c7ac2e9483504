using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Live.Tuning;

/// <summary>What somebody wishes to change of a camera's motion settings: zones, masks and the numbers that have a knob.</summary>
internal static class MotionChange
{
    private const string Place = "cameras[0].motion.";

    private static readonly string[] Keys = ["zones", "masks", .. MotionKnob.All.Select(knob => knob.Key)];

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static JsonObject ToJson(MotionOptions options) => JsonSerializer.SerializeToNode(options, Strict)!.AsObject();

    /// <summary>The settings with the changes in them, checked as if they came from a settings file.</summary>
    /// <exception cref="SettingsException">A key that cannot be changed here, or a value out of range; the message is for people.</exception>
    public static MotionOptions Apply(MotionOptions current, JsonObject changes)
    {
        var all = ToJson(current);
        foreach (var (key, value) in changes)
        {
            all[key] = Keys.Contains(key) ? value?.DeepClone() : throw new SettingsException($"'{key}' cannot be changed here.");
        }

        try
        {
            var changed = all.Deserialize<MotionOptions>(Strict)!;
            Check(changed);
            return changed;
        }
        catch (JsonException exception)
        {
            throw new SettingsException($"{exception.Path?.TrimStart('$', '.')}: the value is of the wrong kind.", exception);
        }
    }

    private static void Check(MotionOptions options)
    {
        try
        {
            SettingsRules.Check(new UploaderSettings { Cameras = [new CameraSettings { Name = "camera", Source = "/", Motion = options }] }, "");
        }
        catch (SettingsException exception)
        {
            var lines = exception.Message.Split(Environment.NewLine).Select(line => line[(line.IndexOf(Place, StringComparison.Ordinal) is >= 0 and var at ? at + Place.Length : 0)..]);
            throw new SettingsException(string.Join(" ", lines), exception);
        }
    }
}
