using System.Text;

namespace CloudCctv.Analysis.Intake.Mp4;

/// <summary>
/// Whether a file is an MP4 by its outermost boxes (ISO/IEC 14496-12), which fill it from its first byte to its last. What is in
/// them is for the browser's decoder, which takes nothing on trust either.
/// </summary>
internal static class Mp4Boxes
{
    // A film in fragments of a second has two for each; a day of them is no clip.
    private const int MostBoxes = 20_000;

    private const int MostBrandBytes = 512;

    private static readonly HashSet<string> Brands =
    [
        "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "M4V ",
    ];

    /// <param name="film">Read at any position.</param>
    /// <returns>What is wrong, as the rest of a sentence; null if nothing is.</returns>
    public static string? Fault(Stream film)
    {
        var (movies, data, boxes) = (0, 0, 0);
        for (long at = 0; at < film.Length; boxes++)
        {
            if (BoxHeader.Read(film, at, film.Length, out var box) is { } fault)
            {
                return fault;
            }

            if (boxes == MostBoxes)
            {
                return $"it has more than {MostBoxes} boxes";
            }

            if ((box.Type == "ftyp") != (at == 0))
            {
                return at == 0 ? $"it begins with a box '{box.Type}', which must be 'ftyp'" : $"a second box 'ftyp' is at byte {at}";
            }

            if (at == 0 && BrandFault(film, box) is { } brand)
            {
                return brand;
            }

            movies += box.Type == "moov" ? 1 : 0;
            data += box.Type == "mdat" ? 1 : 0;
            at = box.End;
        }

        return movies == 1 && data > 0 ? null : $"it has {movies} boxes 'moov' and {data} boxes 'mdat'; it must have one, and at least one";
    }

    private static string? BrandFault(Stream film, BoxHeader box)
    {
        if (box.ContentBytes is < 8 or > MostBrandBytes || box.ContentBytes % 4 != 0)
        {
            return $"its box 'ftyp' has {box.Bytes} bytes";
        }

        Span<byte> brand = stackalloc byte[4];
        film.Position = box.ContentAt;
        film.ReadExactly(brand);
        return Brands.Contains(Encoding.ASCII.GetString(brand)) ? null : $"its brand is {Convert.ToHexStringLower(brand)}, which is none of those that devices write";
    }
}
