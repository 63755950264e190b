/**
 * WooCommerce's product export: variations are rows of their own that name their parent ("id:21" or its sku), lists are separated by
 * commas which a backslash keeps, line ends in texts are written "\n". Headers come in the language of the shop.
 */
import type { Dialect } from './types.ts';

export const woocommerce: Dialect = {
  id: 'woocommerce',
  signs: ['type name published regularprice|saleprice', 'type name sku attribute#name', 'type name isfeatured'],
  columns: [
    { keys: 'id идентификатор', role: 'ignore', use: 'id' },
    { keys: 'type typ tipo тип 类型', role: 'ignore' },
    { keys: 'sku артикул artikelnummer ugs referencia 货号', role: 'sku' },
    { keys: 'gtinupceanorisbn gtin ean', role: 'attribute', use: 'barcode' },
    { keys: 'name имя nom nombre nome naam nazwa название 名称', role: 'title' },
    { keys: 'published опубликован veröffentlicht publié publicado pubblicato gepubliceerd 已发布', role: 'ignore' },
    { keys: 'isfeatured рекомендуемый isthistopfeatured esthighlighted', role: 'ignore' },
    {
      keys: 'description описание beschreibung descripción descrizione descrição beschrijving opis 描述',
      role: 'description',
    },
    {
      keys: 'shortdescription краткоеописание kurzbeschreibung descriptioncourte descripcióncorta brevedescrizione descriçãocurta kortebeschrijving 简短描述',
      role: 'attribute',
      use: 'short-description',
    },
    {
      keys: 'saleprice ценараспродажи акционнаяцена angebotspreis tarifpromo precioderebajado preciorebajado prezzoinofferta preçopromocional actieprijs 促销价格 促销价',
      role: 'price',
      use: 'sale-price',
      rank: 0,
    },
    {
      keys: 'datesalepricestarts datumandemangebotspreisbeginnt datededébutdepromo díaenqueempiezaelpreciorebajado',
      role: 'ignore',
      use: 'sale-from',
    },
    {
      keys: 'datesalepriceends datumandemangebotspreisendet datedefindepromo díaenqueterminaelpreciorebajado',
      role: 'ignore',
      use: 'sale-to',
    },
    {
      keys: 'regularprice базоваяцена regulärerpreis tarifrégulier precionormal prezzodilistino preço preçonormal regulareprijs reguliereprijs 常规价格 常规售价',
      role: 'price',
      rank: 1,
    },
    {
      keys: 'categories категории kategorien catégories categorías categorie categorias categorieën kategorie 分类',
      role: 'tag',
      group: 'category',
      path: '>',
    },
    { keys: 'tags метки schlagwörter étiquettes etiquetas tag tagi 标签', role: 'tag', group: 'tag' },
    { keys: 'brands brand бренды marken marques marcas', role: 'tag', group: 'brand' },
    { keys: 'images изображения bilder imágenes immagini imagens afbeeldingen obrazki 图片', role: 'image' },
    {
      keys: 'parent родительский übergeordnet übergeordnetesprodukt superior genitore ascendente hoofd 父级',
      role: 'ignore',
      use: 'parent',
    },
    {
      keys: 'stock запасы запас lager lagerbestand inventario magazzino estoque voorraad 库存',
      role: 'ignore',
      use: 'stock',
    },
    { keys: 'externalurl', role: 'url' },
    {
      keys: 'attribute#name названиеатрибута# имяатрибута# attribut#name nomdelattribut# nombredelatributo# nomedellattributo# nomeattributo# nomedoatributo# eigenschap#naam naameigenschap# 属性#名称',
      role: 'ignore',
      use: 'option-name',
    },
    {
      keys: 'attribute#value attribute#values значениеатрибутов# значениеатрибута# значенияатрибутов# значенияатрибута# attribut#wert valeurdelattribut# valeursdelattribut# valordelatributo# valoresdelatributo# valoredellattributo# valoriattributo# valordoatributo# valoresdoatributo# eigenschap#waarde waardeeigenschap# 属性#值',
      role: 'ignore',
      use: 'option-value',
    },
  ],
  others: 'ignore',
  list: ',',
  escaped: true,
  lineEnds: true,
  category: 'whole',
  variants: true,
  nameless: true,
  idPrefix: 'id:',
  // Of 1, 0 and -1, the last is a draft.
  archive: [{ key: 'published', value: '-1' }],
};
