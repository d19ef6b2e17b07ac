package io.reelspace.index;

import io.reelspace.index.filter.Field;
import io.reelspace.index.filter.Filter;
import io.reelspace.index.filter.Operator;
import io.reelspace.index.filter.Value;
import java.util.Locale;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;

/** A filter as a query of Lucene for the documents of videos. */
final class FilterQueries {

  private static final Query ALL_VIDEOS =
      new TermQuery(new Term(Documents.KIND, Documents.KIND_VIDEO));

  /** Durations are written in whole seconds; what rounds to it is equal. */
  private static final double HALF_A_SECOND = 0.5;

  private FilterQueries() {}

  static Query of(Filter filter) {
    return switch (filter) {
      case Filter.All _ -> ALL_VIDEOS;
      case Filter.Not not -> not(of(not.filter()));
      case Filter.And and -> {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(ALL_VIDEOS, Occur.FILTER);
        and.parts().forEach(part -> all.add(of(part), Occur.FILTER));
        yield all.build();
      }
      case Filter.Or or -> {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        or.parts().forEach(part -> any.add(of(part), Occur.SHOULD));
        yield any.build();
      }
      case Filter.Comparison comparison ->
          comparison.operator() == Operator.NOT_EQUAL
              ? not(comparison(comparison.field(), Operator.EQUAL, comparison.value()))
              : comparison(comparison.field(), comparison.operator(), comparison.value());
    };
  }

  private static Query not(Query query) {
    return new BooleanQuery.Builder()
        .add(ALL_VIDEOS, Occur.FILTER)
        .add(query, Occur.MUST_NOT)
        .build();
  }

  private static Query comparison(Field field, Operator operator, Value value) {
    String name = Documents.filtered(field);
    return switch (value) {
      case Value.Text text -> text(field, name, operator, text.text());
      case Value.Amount number when field == Field.DURATION ->
          seconds(name, operator, number.number());
      case Value.Amount number -> pixels(name, operator, number.number());
      case Value.Span span -> time(name, operator, span);
    };
  }

  private static Query text(Field field, String name, Operator operator, String text) {
    String folded =
        switch (field) {
          case TAG, LANGUAGE -> text.toLowerCase(Locale.ROOT);
          default -> text;
        };
    if (operator == Operator.EQUAL) {
      return new TermQuery(new Term(name, folded));
    }
    boolean relative = field == Field.PATH && !folded.startsWith("/") && !folded.startsWith("*");
    return new WildcardQuery(new Term(name, relative ? "*/" + folded : folded));
  }

  private static Query seconds(String name, Operator operator, double value) {
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    return switch (operator) {
      case LESS -> DoubleField.newRangeQuery(name, least, Math.nextDown(value));
      case LESS_OR_EQUAL -> DoubleField.newRangeQuery(name, least, value);
      case GREATER -> DoubleField.newRangeQuery(name, Math.nextUp(value), most);
      case GREATER_OR_EQUAL -> DoubleField.newRangeQuery(name, value, most);
      default ->
          DoubleField.newRangeQuery(
              name, value - HALF_A_SECOND, Math.nextDown(value + HALF_A_SECOND));
    };
  }

  private static Query pixels(String name, Operator operator, double value) {
    int least = (int) Math.ceil(value);
    int most = (int) Math.floor(value);
    return switch (operator) {
      case LESS -> IntField.newRangeQuery(name, 0, least - 1);
      case LESS_OR_EQUAL -> IntField.newRangeQuery(name, 0, most);
      case GREATER ->
          IntField.newRangeQuery(
              name, Math.min(most, Integer.MAX_VALUE - 1) + 1, Integer.MAX_VALUE);
      case GREATER_OR_EQUAL -> IntField.newRangeQuery(name, least, Integer.MAX_VALUE);
      default -> IntField.newRangeQuery(name, least, most);
    };
  }

  private static Query time(String name, Operator operator, Value.Span span) {
    long from = span.from().toEpochMilli();
    long until = span.until().toEpochMilli();
    return switch (operator) {
      case LESS -> LongField.newRangeQuery(name, Long.MIN_VALUE, from - 1);
      case LESS_OR_EQUAL -> LongField.newRangeQuery(name, Long.MIN_VALUE, until - 1);
      case GREATER -> LongField.newRangeQuery(name, until, Long.MAX_VALUE);
      case GREATER_OR_EQUAL -> LongField.newRangeQuery(name, from, Long.MAX_VALUE);
      default -> LongField.newRangeQuery(name, from, until - 1);
    };
  }
}
