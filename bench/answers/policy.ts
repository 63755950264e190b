/** The terms of a shop that does not exist, in English and Chinese, for questions that documents answer. Not those of the sample catalog. */

export const policy: Readonly<Record<string, string>> = {
  'terms.md': `# Harbour Outfitters

## Shipping

Parcels go to Norway, Sweden, Denmark and Japan. Regular shipping takes 4 to 6 days and costs 39 NOK; orders above 600 NOK ship free. Express arrives within 2 days for 119 NOK.

## Sending things back

You may return what you bought within 45 days, unused, in its packaging. Refunds are paid out within 10 days once we have the parcel. Return postage of 49 NOK is deducted.

## Guarantee

Every item carries a guarantee of 18 months on stitching, soles and zips. Batteries of watches are excluded.

## Care of what you bought

Wipe bags and shoes with a soft damp cloth. Fleece and nylon can be machine washed at 30 degrees.
`,
  'terms-zh.md': `# 港湾户外

## 配送

包裹可寄往挪威、瑞典、丹麦和日本。普通配送 4 到 6 天,运费 39 挪威克朗;满 600 挪威克朗包邮。加急 2 天内送达,收费 119 挪威克朗。

## 退换

购买后 45 天内可退货,须未使用且包装完好。收到包裹后 10 天内退款。退货邮费 49 挪威克朗从退款中扣除。

## 质保

每件商品的缝线、鞋底和拉链享有 18 个月质保。手表电池除外。

## 护理

包和鞋请用柔软湿布擦拭。抓绒和尼龙可 30 度机洗。
`,
};

/** What an answer on each has to say, in the language of the reply. */
export const policyFacts = {
  delivery: { en: ['4 to 6 days'], zh: ['4 到 6 天'] },
  returns: { en: ['45 days'], zh: ['45 天'] },
  warranty: { en: ['18 months'], zh: ['18 个月'] },
} as const;
