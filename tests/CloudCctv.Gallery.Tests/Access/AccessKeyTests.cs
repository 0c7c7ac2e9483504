using CloudCctv.Gallery.Access;
using CloudCctv.Tests.Support;

namespace CloudCctv.Gallery.Tests.Access;

public sealed class AccessKeyTests
{
    [Fact]
    public void Generate_gives_160_bits_that_never_repeat()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => AccessKey.Generate().Text).ToHashSet();

        Assert.Equal(1000, keys.Count);
        Assert.All(keys, key => Assert.Matches("^([0-9a-hjkmnp-tv-z]{4}-){7}[0-9a-hjkmnp-tv-z]{4}$", key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("long enough but with spaces in it")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k)")]
    public void Parse_of_what_is_no_secret_is_refused_without_showing_it(string? text)
    {
        var fault = Assert.Throws<ArgumentException>(() => AccessKey.Parse(text, "the setting X"));

        Assert.StartsWith("the setting X: the access key ", fault.Message, StringComparison.Ordinal);
        Assert.True(string.IsNullOrEmpty(text) || !fault.Message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_does_not_tell()
    {
        var key = AccessKey.Generate();
        Assert.DoesNotContain(key.Text, $"{key}", StringComparison.Ordinal);
    }

    [Fact]
    public void File_is_made_once_and_only_its_owner_can_read_it()
    {
        using var folder = new TempFolder();
        var data = folder.File("new", "data");

        var first = AccessKeyFile.ReadOrCreate(data);
        var second = AccessKeyFile.ReadOrCreate(data);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(["access-key"], Directory.GetFileSystemEntries(data).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, AccessKeyFile.Name)));
        }
    }

    [Fact]
    public async Task File_made_by_many_at_once_holds_one_key_for_all()
    {
        using var folder = new TempFolder();
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AccessKeyFile.ReadOrCreate(folder.Path).Text)));
        Assert.Single(keys.Distinct());
    }
}
