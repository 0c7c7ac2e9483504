namespace CloudCctv.Storage.Tests;

public sealed class StoreAddressTests
{
    private const string Secret = "c2VjcmV0";
    private const string ConnectionString = $"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Secret};EndpointSuffix=core.windows.net";
    private const string ContainerSas = $"https://a.blob.core.windows.net/cctv?sv=1&sig={Secret}";
    private const string QueueSas = $"https://a.queue.core.windows.net/batches?sv=1&sig={Secret}";

    [Theory]
    [InlineData("/srv/cctv")]
    [InlineData("store")]
    [InlineData("../a folder with spaces")]
    public void Find_option_with_a_folder_is_that_folder(string folder) =>
        Assert.Equal(new StoreOptions { Folder = folder }, StoreAddress.Find(folder, "--store", Nothing));

    [Fact]
    public void Find_option_with_an_account_is_that_account() => Assert.Equal(
        new Uri("https://a.blob.core.windows.net"), StoreAddress.Find("https://a.blob.core.windows.net", "--store", Nothing)?.AccountUrl);

    [Theory]
    [InlineData(ConnectionString)]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData(ContainerSas)]
    [InlineData($"{ContainerSas} {QueueSas}")]
    public void Find_option_with_a_secret_is_refused_with_the_variable_to_use(string secret)
    {
        var fault = Assert.Throws<ArgumentException>(() => StoreAddress.Find(secret, "--store", Nothing));
        Assert.Contains("CLOUDCCTV_STORE", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_without_option_takes_whatever_the_environment_holds()
    {
        Assert.Equal("/srv/cctv", StoreAddress.Find(null, "--store", Only("/srv/cctv"))?.Folder);
        Assert.Equal(ConnectionString, StoreAddress.Find(null, "--store", Only($" {ConnectionString}\n"))?.ConnectionString);
        var sas = StoreAddress.Find(null, "--store", Only($"{ContainerSas} {QueueSas}"));
        Assert.Equal((new Uri(ContainerSas), new Uri(QueueSas)), (sas?.ContainerSasUrl, sas?.QueueSasUrl));
        Assert.Null(StoreAddress.Find(null, "--store", Nothing));
        Assert.Null(StoreAddress.Find(null, "--store", Only("")));
    }

    [Fact]
    public void Find_option_wins_over_the_environment() =>
        Assert.Equal("mine", StoreAddress.Find("mine", "--store", Only("/srv/cctv"))?.Folder);

    [Fact]
    public void Find_takes_names_of_container_and_queue_from_the_environment()
    {
        var found = StoreAddress.Find("/srv/cctv", "--store", name => name switch
        {
            StoreAddress.ContainerVariable => "pictures",
            StoreAddress.QueueVariable => "commits",
            _ => null,
        });
        Assert.Equal(("pictures", "commits"), (found?.Container, found?.Queue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://host/folder")]
    [InlineData(ContainerSas)]
    [InlineData("https://a.blob.core.windows.net https://b.blob.core.windows.net")]
    public void Find_variable_that_is_no_store_is_refused_without_showing_it(string text)
    {
        var fault = Record.Exception(() => StoreAddress.Find(text.Length == 0 ? "" : null, "--store", Only(text)));
        Assert.IsType<ArgumentException>(fault);
        Assert.DoesNotContain(Secret, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("host", fault.Message, StringComparison.Ordinal);
    }

    private static string? Nothing(string name) => null;

    private static Func<string, string?> Only(string store) => name => name == StoreAddress.Variable ? store : null;
}
