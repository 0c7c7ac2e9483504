using System.Text;

namespace CloudCctv.Detection.Tests.Models;

/// <summary>Writes the smallest ONNX files: one node (protobuf by hand, field numbers from onnx.proto).</summary>
internal static class TinyOnnx
{
    private const int Float = 1;

    /// <summary>A model whose output is its input. A length of −1 is left open.</summary>
    public static byte[] Identity(string input, string output, params int[] shape) => Model("Identity", input, shape, output, shape);

    /// <summary>A model whose output is its input as one vector: [1, everything].</summary>
    public static byte[] Flatten(string input, string output, params int[] shape) =>
        Model("Flatten", input, shape, output, [1, shape.Aggregate(1, (product, length) => product * length)]);

    private static byte[] Model(string operation, string input, int[] inputShape, string output, int[] outputShape)
    {
        var node = Message((1, Text(input)), (2, Text(output)), (4, Text(operation)));
        var graph = Message((1, node), (2, Text("g")), (11, Value(input, inputShape)), (12, Value(output, outputShape)));
        return [.. Number(1, 8), .. Message((7, graph), (8, Number(2, 13)))];
    }

    private static byte[] Value(string name, int[] shape)
    {
        var dimensions = shape.Select((length, index) => (1, length < 0 ? Message((2, Text($"d{index}"))) : Number(1, length)));
        byte[] tensor = [.. Number(1, Float), .. Message((2, Message([.. dimensions])))];
        return Message((1, Text(name)), (2, Message((1, tensor))));
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Message(params (int Field, byte[] Content)[] fields) =>
        [.. fields.SelectMany(field => (byte[])[.. Varint((field.Field << 3) | 2), .. Varint(field.Content.Length), .. field.Content])];

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (var rest = (uint)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                return [.. bytes, (byte)rest];
            }

            bytes.Add((byte)(rest | 0x80));
        }
    }
}
