namespace Grlm.Tests;

public sealed class SpellingFormsTests
{
    [Theory]
    [InlineData("brushes", "brush")]
    [InlineData("lotions", "lotion")]
    [InlineData("candies", "candy")]
    [InlineData("shelves", "shelf")]
    [InlineData("knives", "knife")]
    [InlineData("cell-phone", "cellphone")]
    [InlineData("cell-phones", "cell-phone")]
    [InlineData("cell-phones", "cellphone")]
    [InlineData("colour", "color")]
    [InlineData("colours", "color")]
    [InlineData("colour-lock", "color-lock")]
    [InlineData("moisturiser", "moisturizer")]
    [InlineData("fibre", "fiber")]
    [InlineData("grey", "gray")]
    [InlineData("aluminium", "aluminum")]
    [InlineData("catalogue", "catalog")]
    public void Of_HasTheOtherForm(string term, string form) => Assert.Contains(form, SpellingForms.Of(term));

    [Theory]
    [InlineData("glass")]
    [InlineData("bus")]
    [InlineData("gel")]
    public void Of_HasNoSingular_OfWhatIsNoPlural(string term) => Assert.DoesNotContain(term[..^1], SpellingForms.Of(term));
}
