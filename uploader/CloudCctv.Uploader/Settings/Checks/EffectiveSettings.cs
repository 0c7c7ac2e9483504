using System.Text.Json.Nodes;
using CloudCctv.Uploader.Settings.Reading;

namespace CloudCctv.Uploader.Settings.Checks;

/// <summary>Settings as JSON with all defaults filled in and all secrets masked, for people.</summary>
internal static class EffectiveSettings
{
    public static string Show(UploaderSettings settings)
    {
        var json = JsonNode.Parse(SettingsJson.Text(settings))!;
        Mask(json);
        return json.ToJsonString(SettingsJson.Options);
    }

    private static void Mask(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (key, value) in members.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var written))
                    {
                        members[key] = SecretMask.IsSecret(key) ? "***" : SecretMask.Of(written);
                    }
                    else if (value is not null)
                    {
                        Mask(value);
                    }
                }

                break;
            case JsonArray items:
                items.OfType<JsonNode>().ToList().ForEach(Mask);
                break;
            default:
                break;
        }
    }
}
