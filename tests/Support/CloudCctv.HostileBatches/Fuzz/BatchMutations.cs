using System.Text;
using CloudCctv.HostileBatches.Jpegs;

namespace CloudCctv.HostileBatches.Fuzz;

/// <summary>Batches with damage in one layer, the layers around it made to fit: only so does the damage get to where it hurts.</summary>
public static class BatchMutations
{
    private static readonly byte[] Small = Picture.WithPerson(64, 48);

    private static readonly byte[][] Pictures = [Small, Picture.Empty(33, 17), RawJpeg.GreyProgressive(64, 48, 12)];

    private static readonly byte[][] ZipSignatures = ["PK\x03\x04"u8.ToArray(), "PK\x01\x02"u8.ToArray(), "PK\x05\x06"u8.ToArray()];

    public static byte[] Batch(Random random)
    {
        var batch = RawBatch.Of(RawBatch.DefaultName, Small, Pictures[1]);
        return random.Next(5) switch
        {
            0 => ByteMutations.Some(batch.ToBytes(), random),
            1 => ZipFields(batch.ToBytes(), random),
            2 => ZipFields(WithManifest(batch, random), random),
            3 => WithManifest(batch, random),
            _ => WithPicture(random),
        };
    }

    /// <summary>A JPEG with damage to anything, or to the fields of its segments.</summary>
    public static byte[] Jpeg(Random random)
    {
        var jpeg = Pictures[random.Next(Pictures.Length)];
        return random.Next(3) switch
        {
            0 => ByteMutations.Some(jpeg, random),
            1 => Segments(jpeg, random),
            _ => ByteMutations.Near(Segments(jpeg, random), [0xFF, Marker(random)], 20, random),
        };
    }

    public static byte[] Manifest(Random random) =>
        JsonMutations.Some(Encoding.UTF8.GetBytes(RawBatch.Sound().Manifest.ToJsonString()), random);

    private static byte[] Segments(byte[] jpeg, Random random)
    {
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            jpeg = ByteMutations.Near(jpeg, [0xFF, Marker(random)], 20, random);
        }

        return jpeg;
    }

    private static byte Marker(Random random) =>
        new byte[] { RawJpeg.Baseline, RawJpeg.Progressive, RawJpeg.Huffman, RawJpeg.Quantization, RawJpeg.Scan, 0xE0 }[random.Next(6)];

    private static byte[] ZipFields(byte[] zip, Random random)
    {
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            zip = ByteMutations.Near(zip, ZipSignatures[random.Next(ZipSignatures.Length)], 60, random);
        }

        return zip;
    }

    private static byte[] WithManifest(RawBatch batch, Random random)
    {
        batch.ManifestBytes = JsonMutations.Some(Encoding.UTF8.GetBytes(batch.Manifest.ToJsonString()), random);
        return batch.ToBytes();
    }

    private static byte[] WithPicture(Random random) => RawBatch.Of(RawBatch.DefaultName, Jpeg(random), Small).ToBytes();
}
