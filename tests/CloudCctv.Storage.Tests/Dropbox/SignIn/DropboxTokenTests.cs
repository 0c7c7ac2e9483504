using CloudCctv.Storage.Dropbox.SignIn;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Dropbox.SignIn;

public sealed class DropboxTokenTests : IDisposable
{
    private const string Secret = "r3fr3sh-s3cr3t";

    private readonly TempFolder folder = new();

    private string Path => folder.File("new", "token.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_ThenFind_SameTokenInAFileForTheOwnerOnly()
    {
        DropboxTokenFile.Write(Path, new DropboxToken("first", "one"));
        DropboxTokenFile.Write(Path, new DropboxToken("appkey", Secret));

        Assert.Equal(new DropboxToken("appkey", Secret), Find());
        Assert.Single(Directory.GetFiles(folder.File("new")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    }

    [Fact]
    public void Find_FileThatAllCanRead_IsRefused()
    {
        DropboxTokenFile.Write(Path, new DropboxToken("appkey", Secret));
        SetMode(UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("chmod 600", Assert.Throws<ArgumentException>(Find).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData($$"""{"appKey":"a"} {{Secret}}""")]
    [InlineData($$"""{"appKey":"","refreshToken":"{{Secret}}"}""")]
    public void Find_NoToken_SaysWhatItMustBeAndShowsNothing(string text)
    {
        Directory.CreateDirectory(folder.File("new"));
        File.WriteAllText(Path, text);
        SetMode(UnixFileMode.UserRead);

        var fault = Assert.Throws<ArgumentException>(Find);

        Assert.Contains("dropbox login", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_VariableWinsOverAnyFile() => Assert.Equal(
        new DropboxToken("a", "b"), DropboxTokenFile.Find(name => name == DropboxTokenFile.Variable ? """{"appKey":"a","refreshToken":"b"}""" : null));

    [Fact]
    public void StoreAddress_Dropbox_NamesFolderAndFindsTheToken()
    {
        DropboxTokenFile.Write(Path, new DropboxToken("appkey", Secret));

        var options = StoreAddress.Find("dropbox:/Cameras/farm 1/", "--store", Environment);

        Assert.Equal(("/Cameras/farm 1", "appkey"), (options?.DropboxFolder, options?.DropboxToken?.AppKey));
        Assert.Equal("", StoreAddress.Find("dropbox:", "--store", Environment)?.DropboxFolder);
        Assert.Equal("dropbox:/Cameras/farm 1", StoreFactory.Create(options!, TimeProvider.System).Description);
        Assert.DoesNotContain(Secret, options!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dropbox:folder")]
    [InlineData("dropbox://folder")]
    [InlineData("dropbox:/a//b")]
    [InlineData("dropbox:/../b")]
    [InlineData("dropbox:/a:b")]
    [InlineData("dropbox:/ a")]
    public void StoreAddress_NoFolderOfDropboxs_SaysWhatOneLooksLike(string address) =>
        Assert.Contains("dropbox:/NAME", Assert.Throws<ArgumentException>(() => StoreAddress.Find(address, "--store", Environment)).Message, StringComparison.Ordinal);

    [Fact]
    public void StoreAddress_NobodySignedIn_SaysHowTo() =>
        Assert.Contains("dropbox login", Assert.Throws<ArgumentException>(() => StoreAddress.Find("dropbox:/a", "--store", Environment)).Message, StringComparison.Ordinal);

    private void SetMode(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no modes there");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, mode);
        }
    }

    private DropboxToken Find() => DropboxTokenFile.Find(Environment);

    private string? Environment(string name) => name == DropboxTokenFile.FileVariable ? Path : null;
}
