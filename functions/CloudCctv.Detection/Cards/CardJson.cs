using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Detection.Cards;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters = [typeof(LayoutWords), typeof(TypeWords), typeof(ColourWords), typeof(PlacementWords)])]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class CardJson : JsonSerializerContext;

/// <summary>Reads a word out of a closed list, and names the list when it is another word.</summary>
internal abstract class WordConverter<T>(params (string Word, T Value)[] words) : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var found = reader.GetString();
        foreach (var (word, value) in words)
        {
            if (word.Equals(found, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new JsonException($"'{found}' is not one of {string.Join(", ", words.Select(entry => entry.Word))}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(words.First(entry => entry.Value.Equals(value)).Word);
}

internal sealed class LayoutWords() : WordConverter<TensorLayout>(("NCHW", TensorLayout.Nchw), ("NHWC", TensorLayout.Nhwc));

internal sealed class TypeWords() : WordConverter<TensorType>(("float32", TensorType.SinglePrecision), ("uint8", TensorType.Byte));

internal sealed class ColourWords() : WordConverter<ColourOrder>(("RGB", ColourOrder.Rgb), ("BGR", ColourOrder.Bgr));

internal sealed class PlacementWords() : WordConverter<Placement>(("top-left", Placement.TopLeft), ("centre", Placement.Centre), ("stretch", Placement.Stretch));
